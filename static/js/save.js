/*
 * Versioned saves that survive a lost answer, a dead network and a closed tab. No dependencies, no inline code.
 *
 *   const saver = start({url, keyUrl, scope, show, conflict, refused, restore, saved})
 *   saver.know(part, version)             the version that the page was made with; 0 for a part that is not there yet
 *   saver.change(part, value)             at every keystroke: on disk (encrypted) at once, to the server after a rest
 *   saver.resolve(part, value, version)   the choice after a conflict; version is theirs
 *   saver.flush()                         send now; a promise that ends when nothing waits or no more can be done
 *
 * What it calls: show({state, waiting, safe}) at every change, state is saved, waiting, offline, login, conflict, refused
 * or draft (something new that is not whole yet: it waits on disk for the next letter, and does not count); conflict(part, mine, theirs, version); refused(part, answer) with {errors: [..], fields: {name: [..]}};
 * restore(part, value) for a text of an earlier tab; saved(part, version, waits) after the server said so.
 *
 * The server: GET keyUrl gives {key, csrf}; POST url {part, base_version, op_id, value} gives 200, 409, 422 or 404 with
 * the same op_id. A text leaves the disk only after an answer that names its op_id. An op_id never has two texts.
 */
const REST = 500; // ms without a key before a text is sent
const LIMIT = 4000; // ms that an answer may take
const KEEP_DAYS = 14; // how long a text waits on disk for its owner
const WAIT = [1000, 2000, 4000, 6000]; // ms until the next try
const FLUSH = 1500; // ms that leaving the page waits for the network

const bytes = (text) => new TextEncoder().encode(text);
const hex = (size) =>
  Array.from(crypto.getRandomValues(new Uint8Array(size)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const uuid = () => hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5"); // also on plain http
const nothing = () => {};

export function start({ url, keyUrl, scope, show, conflict, refused = nothing, restore = nothing, saved = nothing }) {
  const versions = new Map();
  const tab = hex(8);
  let queue = [];
  let csrf = null;
  let key = null;
  let db = null;
  let disk = Promise.resolve();
  let asked = true; // whether to ask for key and token before sending
  let busy = false;
  let tries = 0;
  let timer = null;
  let login = false;
  let count = 0;
  let leaving = false;

  const stuck = (kind) => queue.some((entry) => entry.stuck === kind);
  const isSafe = () => Boolean(key && db);

  const waiting = () => queue.filter((entry) => entry.stuck !== "draft");

  function state() {
    if (!waiting().length) return queue.length ? "draft" : "saved";
    if (stuck("conflict")) return "conflict";
    if (stuck("refused")) return "refused";
    if (login) return "login";
    return tries || !navigator.onLine ? "offline" : "waiting";
  }

  const report = () => show({ state: state(), waiting: waiting().length, safe: isSafe() });

  // The disk: one encrypted record per waiting text. Steps are chained, so a wipe never overtakes a write.
  const step = (work) => (disk = disk.then(work).catch(nothing));
  const done = (request) =>
    new Promise((good, bad) => {
      request.onsuccess = () => good(request.result);
      request.onerror = () => bad(request.error);
    });
  const table = (mode) => db.transaction("waiting", mode).objectStore("waiting");
  const seal = (id, iv) => ({ name: "AES-GCM", iv, additionalData: bytes(scope + id) });
  const wipe = (id) => step(() => db && done(table("readwrite").delete(id)));

  function write(entry) {
    return step(async () => {
      if (!isSafe() || !queue.includes(entry)) return;
      const { id, part, value, base, op } = entry;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = bytes(JSON.stringify({ part, value, base, op }));
      const data = await crypto.subtle.encrypt(seal(id, iv), key, text);
      await done(table("readwrite").put({ id, scope, tab, iv, data }));
    });
  }

  async function read({ id, iv, data }) {
    const text = await crypto.subtle.decrypt(seal(id, iv), key, data);
    const entry = { id, due: 0, ...JSON.parse(new TextDecoder().decode(text)) };
    const isNewer = queue.some((other) => other.part === entry.part); // typed on this page already: that stays on screen
    queue.push(entry);
    if (!isNewer) restore(entry.part, entry.value);
  }

  async function open(rawKey) {
    if (key || !globalThis.crypto.subtle || !globalThis.indexedDB) return; // plain http: not safe against closing
    const request = indexedDB.open("save", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "id" });
    db = await done(request);
    const raw = Uint8Array.from(atob(rawKey), (letter) => letter.charCodeAt(0));
    key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    navigator.locks.request(`save-${tab}`, () => new Promise(nothing)); // held as long as this tab lives
    const alive = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
    for (const record of await done(table("readonly").getAll())) {
      if (parseInt(record.id, 10) < Date.now() - KEEP_DAYS * 864e5) wipe(record.id);
      else if (record.scope === scope && !alive.has(`save-${record.tab}`)) {
        await read(record).catch(nothing); // another person's key
      }
    }
    queue.sort((one, other) => (one.id < other.id ? -1 : 1)).forEach(write);
  }

  async function greet() {
    const answer = await fetch(keyUrl, { redirect: "error", cache: "no-store", signal: AbortSignal.timeout(LIMIT) });
    login = answer.status === 401 || answer.status === 403;
    const body = await answer.json();
    if (!answer.ok || !body.csrf) throw new Error("no key");
    await open(body.key).catch(nothing); // no disk is no reason not to save
    ({ csrf } = body);
    asked = false;
  }

  // The network: one at a time, in the order of typing; a part that is stuck does not hold up the others.
  async function send(entry) {
    if (!entry.op) {
      entry.op = uuid();
      await write(entry); // from here on the text under this number is fixed, also after a crash
    }
    const { part, value, base, op } = entry;
    const answer = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ part, value, base_version: base, op_id: op }),
    });
    if (answer.status === 401 || answer.status === 403) {
      asked = true;
      throw new Error("login");
    }
    const body = await answer.json();
    if (body.op_id !== op) throw new Error("not our server"); // a proxy's page, for example
    take(entry, answer.status, body);
  }

  function take(entry, status, body) {
    const { part } = entry;
    if (status === 200) {
      versions.set(part, body.version);
      queue = queue.filter((other) => other !== entry);
      wipe(entry.id);
      const later = queue.filter((other) => other.part === part && !other.op);
      later.forEach((other) => {
        other.base = body.version;
        write(other);
      });
      saved(part, body.version, later.length > 0);
    } else if (status === 409) {
      entry.stuck = "conflict";
      conflict(part, entry.value, body.value, body.version);
    } else if (status < 500 && status !== 429 && status !== 408) {
      const later = queue.find((other) => other !== entry && other.part === part);
      if (later) {
        later.base = entry.base; // what was typed meanwhile takes its place
        queue = queue.filter((other) => other !== entry);
        wipe(entry.id);
        write(later);
        return;
      }
      entry.stuck = body.unfinished ? "draft" : "refused";
      refused(part, body);
    } else throw new Error(`answer ${status}`);
  }

  const first = (entry, place) => !queue.slice(0, place).some((other) => other.part === entry.part);
  const ready = (entry) => !entry.stuck && (entry.op || entry.due <= Date.now());
  const next = () => queue.find((entry, place) => ready(entry) && first(entry, place));

  async function pump() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      if (asked) await greet();
      for (let entry = next(); entry; entry = next()) {
        report();
        await send(entry);
        tries = 0;
      }
      tries = 0;
      const open = queue.filter((entry, place) => !entry.stuck && first(entry, place));
      if (open.length) timer = setTimeout(pump, Math.max(50, Math.min(...open.map((e) => e.due)) - Date.now()));
    } catch {
      timer = setTimeout(pump, WAIT[Math.min(tries, WAIT.length - 1)] * (0.75 + Math.random() / 4));
      tries += 1;
    }
    busy = false;
    report();
  }

  function change(part, value) {
    let entry = queue.findLast((other) => other.part === part);
    if (entry?.stuck === "refused" || entry?.stuck === "draft") Object.assign(entry, { stuck: null, op: null });
    if (!entry || (entry.op && !entry.stuck)) {
      count += 1;
      const id = `${Date.now()}-${String(count).padStart(6, "0")}-${tab}`;
      entry = { id, part, base: versions.get(part) ?? 0 };
      queue.push(entry);
    }
    Object.assign(entry, { value, due: Date.now() + REST });
    write(entry);
    report();
    if (!busy && !tries) {
      clearTimeout(timer);
      timer = setTimeout(pump, REST);
    }
  }

  function resolve(part, value, version) {
    queue.filter((entry) => entry.part === part).forEach((entry) => wipe(entry.id));
    queue = queue.filter((entry) => entry.part !== part);
    versions.set(part, version);
    if (value === undefined) report(); // theirs stands
    else change(part, value);
  }

  async function flush() {
    queue.forEach((entry) => (entry.due = 0));
    pump();
    const end = Date.now() + FLUSH;
    while (queue.some((entry) => !entry.stuck) && Date.now() < end) {
      await new Promise((good) => setTimeout(good, 30));
    }
    await disk;
    leaving = isSafe(); // what waits is on disk, and comes back on the next page
  }

  addEventListener("online", () => {
    tries = 0;
    pump();
  });
  addEventListener("offline", report);
  addEventListener("focus", pump); // back from signing in again
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("beforeunload", (event) => (isSafe() ? waiting() : queue).length && !leaving && event.preventDefault());
  pump();
  return { know: (part, version) => versions.set(part, version), change, resolve, flush };
}
