/* A device in the room: a tap is sent until our own answer names it; the page follows the room. */
{
  const page = document.querySelector("[data-poll]");
  const line = document.querySelector("[data-line]");
  const bar = document.querySelector("[data-moved]");
  const SAVING = "Bezig met opslaan…";
  const OFFLINE = "Geen verbinding. Uw antwoord wacht op dit scherm.";
  const EXPIRED = "Uw pagina is verlopen. Niet opgeslagen. Laad de pagina opnieuw.";
  const queue = [];
  let busy, moved;
  let every = 2;
  let { poll, ask } = page?.dataset ?? {};

  const hex = () => crypto.getRandomValues(new Uint16Array(1))[0].toString(16).padStart(4, "0");
  const uuid = () => "xx-x-x-x-xxx".replace(/x/g, hex);
  const say = (words) => line.textContent === words || (line.textContent = words);

  async function call(url, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 5000);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: stop.signal, ...options });
      const ours = answer.headers.get("Content-Type") === "application/json";
      return { status: answer.status, told: (ours && (await answer.json())) || {} };
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
        say(queue.length ? SAVING : told.words);
      } else {
        say([403, 404].includes(status) ? EXPIRED : OFFLINE);
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
    busy = false;
    if (moved) go();
  }

  function tap(form) {
    form.elements.op.value = uuid();
    queue.push({ url: form.action, body: new URLSearchParams(new FormData(form)), op: form.elements.op.value });
    say(SAVING);
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
    ({ ask = ask, every = every } = told);
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
