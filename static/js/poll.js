/*
 * Asks the server every few seconds what is new and puts the answer in the place of what asked: data-refresh is where,
 * data-every after how many seconds. 204 leaves it as it is. What the answer brings along with data-beside takes the
 * place of what has the same id. Each answer is told as "polled", with its status; 0 when there was none.
 */
{
  const LONGEST = 10000; // ms

  async function answerOf(address) {
    try {
      const answer = await fetch(address, { headers: { "X-Poll": "1" }, redirect: "error", signal: AbortSignal.timeout(LONGEST) });
      return { status: answer.status, html: answer.ok ? await answer.text() : "" };
    } catch {
      return { status: 0, html: "" };
    }
  }

  function put(place, html) {
    const made = new DOMParser().parseFromString(html, "text/html").body; // runs no script
    const focused = document.activeElement?.id;
    for (const one of made.querySelectorAll("[data-beside]")) document.getElementById(one.id)?.replaceWith(one);
    const next = made.firstElementChild;
    place.replaceWith(next);
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
    return next;
  }

  async function look(place) {
    const { status, html } = await answerOf(place.dataset.refresh);
    if (!place.isConnected) return;
    const now = html.trim() ? put(place, html) : place;
    document.dispatchEvent(new CustomEvent("polled", { detail: { status } }));
    wait(now);
  }

  function wait(place) {
    if (place.dataset.refresh) setTimeout(look, place.dataset.every * 1000, place);
  }

  document.querySelectorAll("[data-refresh]").forEach(wait);
}
