/** A double click sends a form once: what a form sends within two seconds of being sent is the same hand's second click. */

const PAUSE = 2000;
const sent = new WeakMap();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const now = performance.now();
  if (now - (sent.get(event.target) ?? -PAUSE) < PAUSE) event.preventDefault();
  else sent.set(event.target, now);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form)); // gone back to
});
