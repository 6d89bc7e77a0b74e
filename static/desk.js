/** The desk's page: rung by the server it fetches what moves and swaps it in place; forms go without a page jump. */
import { io } from "./vendor/socket.io.js";

const GAP = 250; // ms between two fetches, however often the bell rings
const SAFETY = 15_000; // ms: a lost ring costs at most this
const STAYS = 6000; // ms a success stays said; an error stays until the next word
const desk = document.getElementById("desk");
const say = document.getElementById("desk-say");
const source = desk.dataset.fragment;

let fetching = false;
let owed = false;
let pressing = false;
let leaving = 0;

/** Fetch the moving parts and swap them in; rings that come meanwhile are answered by one more fetch. */
async function refresh() {
  if (fetching) { owed = true; return; }
  fetching = true;
  do {
    owed = false;
    try {
      const answer = await fetch(source, { headers: { Accept: "text/html" }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) { tell("Phiên làm việc đã hết. Đề nghị tải lại trang để đăng nhập.", true); break; }
      if (answer.ok) { swap(await answer.text()); connected(true); }
    } catch { connected(false); }
    await new Promise((done) => setTimeout(done, GAP));
  } while (owed);
  fetching = false;
}

/** Replace each moving part, keeping focus, scroll and what is being pressed. */
function swap(html) {
  if (pressing) return;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const before = states();
  const open = [...document.querySelectorAll("[data-swap] details[open][data-key]")].map((each) => each.dataset.key);
  const key = document.activeElement?.dataset?.key;
  const scroll = document.querySelector(".desk-scroll")?.scrollLeft ?? 0;
  for (const part of fresh.querySelectorAll("[data-swap]")) {
    const here = document.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (here) here.replaceChildren(...part.childNodes);
  }
  for (const each of open) document.querySelector(`details[data-key="${CSS.escape(each)}"]`)?.setAttribute("open", "");
  const table = document.querySelector(".desk-scroll");
  if (table) table.scrollLeft = scroll;
  if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  mark(before);
  tick();
}

function states() {
  return new Map([...document.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell.dataset.state]));
}

/** Let cells whose state has changed glow once. */
function mark(before) {
  for (const cell of document.querySelectorAll("[data-cell]")) {
    const old = before.get(cell.dataset.cell);
    if (old !== undefined && old !== cell.dataset.state) cell.classList.add("just-changed");
  }
}

/** Say an answer aloud and on the page, beside nothing that moves. */
function tell(message, wrong = false) {
  say.textContent = message;
  say.classList.toggle("is-wrong", wrong);
  leave();
}

/** Let a success go after a while, but not while it is pointed at or holds the focus. */
function leave() {
  clearTimeout(leaving);
  if (!say.textContent || say.classList.contains("is-wrong") || say.matches(":hover, :focus-within")) return;
  leaving = setTimeout(() => tell(""), STAYS);
}

function connected(yes) {
  document.body.classList.toggle("is-offline", !yes);
  if (!yes) tell("Mất kết nối với máy chủ; trang sẽ tự nối lại. Số liệu là lần cập nhật cuối.", true);
  else if (say.classList.contains("is-wrong") && say.textContent.startsWith("Mất kết nối")) tell("");
}

/** Send a form of one button as JSON; without an answer the person is told and nothing is hidden. */
async function press(form) {
  const fields = Object.fromEntries(new FormData(form));
  const { csrf_token: token, ...body } = fields;
  pressing = true;
  form.querySelector("button").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const { status, message } = await answer.json();
    tell(message, status !== "accepted");
  } catch {
    tell("Chưa gửi được tới máy chủ. Đề nghị bấm lại; bấm hai lần không làm việc hai lần.", true);
  } finally {
    pressing = false;
    form.querySelector("button")?.removeAttribute("aria-busy");
  }
  await refresh();
}

const skew = new Date(document.querySelector("[data-clock]").dateTime) - Date.now();
const two = (number) => String(number).padStart(2, "0");

/** Show the server's time of day, and how long each open performance has been open. */
function tick() {
  const now = new Date(Date.now() + skew);
  const clock = document.querySelector("[data-clock]");
  if (clock) clock.textContent = now.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh", hour12: false });
  for (const since of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((now - new Date(since.dataset.since)) / 1000));
    since.textContent = seconds < 3600 ? `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}` : "";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-act]")) return;
  event.preventDefault();
  if (!pressing) press(form);
});
for (const moved of ["pointerenter", "pointerleave", "focusin", "focusout"]) say.addEventListener(moved, () => setTimeout(leave));
document.addEventListener("visibilitychange", () => document.hidden || refresh());

const socket = io("/desk", { auth: { contest: Number(desk.dataset.contest) } });
socket.on("connect", refresh);
socket.on("changed", refresh);
setInterval(refresh, SAFETY);
setInterval(tick, 1000);
tick();
