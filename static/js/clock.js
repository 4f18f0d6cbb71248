/*
 * The big screen: the time in the room, told by the server's clock, and whether the screen still follows.
 * A screen that may not look any more (logged out, link withdrawn) loads again, so that nothing stays standing.
 */
const clock = document.querySelector("[data-clock]");
const lost = document.querySelector("[data-lost]");
const ahead = Number(clock.dataset.clock) * 1000 - Date.now(); // ms that the server's clock is ahead of ours
const words = new Intl.DateTimeFormat("nl-NL", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" });

function tick() {
  const now = words.format(Date.now() + ahead).replace(":", ".").replace(/^0(?=\d\.)/, "");
  if (clock.textContent !== now) clock.textContent = now;
}
tick();
setInterval(tick, 5000);

document.addEventListener("polled", ({ detail: { status } }) => {
  lost.hidden = [200, 204].includes(status);
  if ([401, 404].includes(status)) location.reload();
});
