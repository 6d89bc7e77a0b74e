/* The screen of the hall: letters as large as the farthest viewer needs, pages instead of shrinking, a key to blank it. */

import { current, follow, moving } from "./board.js";

const SMALL_LETTER = 0.531; // height of an x in Be Vietnam Pro, in em
const TURN = 10_000; // ms a page stands
const NAME_ROOM = 9; // em that a name may ask for before columns of parts give way
const bar = document.getElementById("bar");
const pageLabel = document.getElementById("page");
const blackout = document.getElementById("blackout");
const blankKey = document.getElementById("blank");

let pages = [[0, 0]];
let page = 0;
let timer = 0;

const rows = () => [...current().querySelectorAll("tbody tr")];

function fit() {
  const percent = Number(document.body.dataset.percent);
  document.documentElement.style.setProperty("--t", `${(innerHeight * percent) / 100 / SMALL_LETTER}px`);
  current().querySelector(".fresh").append(bar);
  for (const row of rows()) {
    row.hidden = false;
    row.classList.remove("long", "longer");
  }
  giveWay();
  for (const size of ["long", "longer"]) {
    for (const row of rows()) if (lines(row) > 2) row.classList.add(size);
  }
  pages = paginate();
  turnTo(Math.min(page, pages.length - 1));
}

/* A name of more than two lines steps down the scale of letters; everybody else's stays. */
function lines(row) {
  const name = row.querySelector(".called");
  if (!name) return 1;
  const words = document.createRange();
  words.selectNodeContents(name);
  return words.getClientRects().length;
}

/* Columns of parts leave, the earliest first, until names have room; the part on stage stays. */
function giveWay() {
  const table = current().querySelector(".standings");
  if (!table) return;
  const columns = [...table.querySelectorAll("thead .figure")];
  const cells = (index) => table.querySelectorAll(`tr > .figure:nth-child(${index + 3})`);
  columns.forEach((_, index) => cells(index).forEach((cell) => (cell.hidden = false)));
  const stays = columns.findLastIndex((column) => !column.classList.contains("waiting"));
  for (const index of columns.keys()) {
    if (index === stays || roomy(table)) continue;
    cells(index).forEach((cell) => (cell.hidden = true));
  }
  if (stays >= 0 && !fits(table)) cells(stays).forEach((cell) => (cell.hidden = true));
}

const fits = (table) => table.getBoundingClientRect().width <= table.parentElement.clientWidth + 1;

function roomy(table) {
  const em = parseFloat(getComputedStyle(document.body).fontSize);
  const room = table.querySelector("thead .name").getBoundingClientRect().width;
  return fits(table) && [...table.querySelectorAll(".called")].every((name) => room >= wanted(name, NAME_ROOM * em));
}

/* What a name may ask for, and what is said beside it. */
function wanted(name, most) {
  const beside = name.nextElementSibling;
  const said = beside ? naturalWidth(beside) + parseFloat(getComputedStyle(name.parentElement).columnGap) : 0;
  return Math.min(naturalWidth(name), most) + said;
}

function naturalWidth(words) {
  words.classList.add("measured");
  const { width } = words.getBoundingClientRect();
  words.classList.remove("measured");
  return width;
}

/* Pages as [first, end): each as full as its rows allow, the last one too, so that no page stands nearly empty. */
function paginate() {
  const body = current().querySelector(".board-body");
  const head = body.querySelector("thead")?.getBoundingClientRect().height ?? 0;
  const room = body.clientHeight - head + 1;
  const heights = rows().map((row) => row.getBoundingClientRect().height);
  const found = [];
  for (let first = 0; first < heights.length; ) {
    let end = first + 1;
    for (let used = heights[first]; end < heights.length && used + heights[end] <= room; end++) used += heights[end];
    found.push([first, end]);
    first = end;
  }
  if (found.length > 1) {
    const last = found.at(-1);
    let used = heights.slice(...last).reduce((sum, height) => sum + height, 0);
    while (used + heights[last[0] - 1] <= room) used += heights[--last[0]];
  }
  return found.length ? found : [[0, 0]];
}

function turnTo(next) {
  page = (next + pages.length) % pages.length;
  const [first, end] = pages[page];
  rows().forEach((row, index) => {
    row.hidden = index < first || index >= end;
    row.classList.toggle("opens-page", index === first);
    row.classList.toggle("closes-page", index === end - 1);
  });
  pageLabel.textContent = pages.length > 1 ? `Trang ${page + 1}/${pages.length}` : "";
  clearTimeout(timer);
  if (pages.length > 1) timer = setTimeout(() => turn(1), TURN);
}

const turn = (by) => moving(() => turnTo(page + by));

function setBlank(blank) {
  blackout.hidden = !blank;
  blankKey.setAttribute("aria-pressed", String(blank));
  sessionStorage.setItem("blank", blank ? "1" : "");
}

function toggleFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

const keys = {
  b: () => setBlank(blackout.hidden),
  f: toggleFull,
  ArrowRight: () => turn(1),
  PageDown: () => turn(1),
  ArrowLeft: () => turn(-1),
  PageUp: () => turn(-1),
};

addEventListener("keydown", (event) => {
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input")) return;
  event.preventDefault();
  act();
});
addEventListener("resize", fit);
blankKey.addEventListener("click", keys.b);
blackout.addEventListener("click", keys.b);
document.getElementById("full").addEventListener("click", toggleFull);

let restless = 0;
addEventListener("pointermove", () => {
  document.body.classList.add("restless");
  clearTimeout(restless);
  restless = setTimeout(() => document.body.classList.remove("restless"), 3000);
});

document.documentElement.classList.add("js");
setBlank(sessionStorage.getItem("blank") === "1");
follow({ onDraw: fit, pollEvery: () => 4000 + Math.random() * 1000 });
