/* What every screen of the hall shares: it shows whole numbered boards, from the page, a push or a poll alike, and says
   honestly when it has heard nothing for too long. */

const QUIET = 10_000; // ms without a beat or a board after which a screen says “Chưa cập nhật”
const ROW_MOVE = 400;
const place = document.getElementById("board");
const feed = document.getElementById("feed");
const pollUrl = document.body.dataset.poll;

let heard = performance.now();
let draw = () => {};

/** The board now on the screen. */
export const current = () => place.querySelector(".board");

const orderOf = (board) => [Number(board.dataset.generation), Number(board.dataset.number)];
const isNewer = ([generation, number], [otherGeneration, otherNumber]) =>
  generation > otherGeneration || (generation === otherGeneration && number > otherNumber);

/** Follow the contest: `onDraw()` runs after each drawing, the first one included; `pollEvery` gives ms between polls. */
export function follow({ onDraw, pollEvery, quiet = QUIET }) {
  draw = onDraw;
  draw();
  document.fonts?.ready.then(() => draw());
  setInterval(() => markFeed(quiet), 1000);
  schedulePoll(pollEvery);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && silence() > QUIET) poll();
  });
  if (document.readyState === "complete") listen();
  else addEventListener("load", listen); // the first view first
}

function show(html, order) {
  heard = performance.now();
  if (!isNewer(order, orderOf(current()))) return;
  const next = document.createElement("template");
  next.innerHTML = html;
  moving(() => {
    place.replaceChildren(next.content);
    draw();
  });
}

/** Change the rows within `change` and let each row that stays glide from where it was (none with reduced motion). */
export function moving(change) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const before = new Map(visibleRows().map((row) => [row.dataset.team, row.getBoundingClientRect().top]));
  change();
  if (still) return;
  for (const row of visibleRows()) {
    const from = before.get(row.dataset.team);
    const way = from === undefined ? 0 : from - row.getBoundingClientRect().top;
    const frames = from === undefined ? { opacity: [0, 1] } : { transform: [`translateY(${way}px)`, "none"] };
    if (from === undefined || way) row.animate(frames, { duration: ROW_MOVE, easing: "cubic-bezier(.2, 0, .1, 1)" });
  }
}

const visibleRows = () => [...place.querySelectorAll("[data-team]")].filter((row) => !row.hidden);
const silence = () => performance.now() - heard;

function markFeed(quiet) {
  const old = silence() > quiet;
  if ((document.body.dataset.feed === "old") === old) return;
  document.body.dataset.feed = old ? "old" : "live";
  feed.textContent = old ? "Chưa cập nhật" : "";
}

async function listen() {
  const { io } = await import("./vendor/socket.io.js");
  const socket = io("/hall", {
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    auth: (give) => {
      const [generation, number] = orderOf(current());
      give({ contest: current().dataset.contest, generation, number });
    },
  });
  socket.on("connect", () => (heard = performance.now()));
  socket.on("beat", () => (heard = performance.now()));
  socket.on("board", (board) => show(board.html, [board.generation, board.number]));
  socket.on("connect_error", () => {
    // Refused by the server itself: the library would not try again.
    if (!socket.active) setTimeout(() => socket.connect(), 5000 + Math.random() * 5000);
  });
}

function schedulePoll(pollEvery) {
  setTimeout(async () => {
    if (silence() > QUIET) await poll();
    schedulePoll(pollEvery);
  }, pollEvery());
}

async function poll() {
  try {
    const answer = await fetch(pollUrl, { cache: "no-cache" }); // the browser asks with the ETag it holds
    if (!answer.ok) return;
    const html = await answer.text();
    const next = document.createElement("template");
    next.innerHTML = html;
    show(html, orderOf(next.content.querySelector(".board")));
  } catch {
    // no answer: the screen keeps the last good board and says so
  }
}
