/* A device in the room: a tap is saved at once and sent until our own answer names it; the page follows the facilitator. */
{
  const page = document.querySelector("[data-poll]");
  const line = document.querySelector("[data-line]");
  const bar = document.querySelector("[data-moved]");
  const OFFLINE = "Geen verbinding. Uw antwoord wacht op dit scherm.";
  const EXPIRED = "Uw pagina is verlopen. Uw antwoord is niet opgeslagen. Laad de pagina opnieuw en antwoord nog eens.";
  const LIMIT = 5000; // ms that an answer may take
  const queue = [];
  let busy = false;
  let moved = false;
  let every = 2;
  let { poll, ask } = page?.dataset ?? {};

  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const number = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
    );
  const say = (words) => line && line.textContent !== words && (line.textContent = words);

  async function call(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LIMIT);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: stop.signal, ...options });
      const isOurs = answer.headers.get("Content-Type") === "application/json";
      return { status: answer.status, told: isOurs ? await answer.json() : {} };
    } catch {
      return { status: 0, told: {} };
    } finally {
      clearTimeout(timer);
    }
  }

  async function send() {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const { url, body, op } = queue[0];
      const { status, told } = await call(url, { method: "POST", body, keepalive: true });
      if (told.op === op) {
        queue.shift();
        say(told.words);
      } else {
        say([403, 404].includes(status) ? EXPIRED : OFFLINE);
        await rest(2000);
      }
    }
    busy = false;
    if (moved) go();
  }

  function tap(form) {
    form.elements.op.value = number();
    const body = new URLSearchParams(new FormData(form));
    queue.push({ url: form.action, body, op: body.get("op") });
    say("Bezig met opslaan…");
    send();
  }

  function go() {
    if (queue.length || document.querySelector("form[data-whole] :checked")) bar.hidden = false;
    else location.reload();
  }

  async function look() {
    const { status, told } = await call(`${poll}?${ask}`);
    moved = status === 404 || Boolean(told.changed);
    if (moved) return go();
    ({ ask, every } = { ask, every, ...told });
    setTimeout(look, every * 1000);
  }

  for (const form of document.querySelectorAll("form[data-tap]")) {
    form.querySelector("button").hidden = true;
    form.addEventListener("change", () => tap(form));
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  document.querySelectorAll("[data-plain]").forEach((one) => (one.hidden = true));
  addEventListener("beforeunload", (event) => queue.length && event.preventDefault());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (poll) setTimeout(look, every * 1000);
}
