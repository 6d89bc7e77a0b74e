/* The phone: one's own team can be pinned to the top; everything else is the plain table. */

import { current, follow } from "./board.js";

const key = `team:${current().dataset.contest}`;
const hint = document.getElementById("hint");

// A browser that refuses storage still lets a team be pinned until the page is closed.
let pinned = stored();

function stored() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function pin(team) {
  pinned = pinned === team ? null : team;
  try {
    if (pinned === null) localStorage.removeItem(key);
    else localStorage.setItem(key, pinned);
  } catch {
    // see above
  }
  dress();
  buttonOf(team)?.focus({ preventScroll: true });
}

const buttonOf = (team) => current().querySelector(`[data-team="${CSS.escape(team)}"] button`);

function dress() {
  const focused = document.activeElement?.closest?.("[data-team]")?.dataset.team;
  const rows = [...current().querySelectorAll(".standings:not(.prizes) [data-team]")];
  for (const row of rows) makePressable(row);
  const own = rows.find((row) => row.dataset.team === pinned);
  current().querySelector(".pinned")?.remove();
  if (own) current().querySelector(".board-body").prepend(card(own));
  hint.hidden = !rows.length || Boolean(own);
  if (focused) buttonOf(focused)?.focus({ preventScroll: true });
}

function makePressable(row) {
  const name = row.querySelector(".called");
  const isOwn = row.dataset.team === pinned;
  row.classList.toggle("own", isOwn);
  let button = name.querySelector("button");
  if (!button) {
    button = element("button", "", name.textContent);
    button.type = "button";
    button.addEventListener("click", () => pin(row.dataset.team));
    name.replaceChildren(button);
  }
  button.setAttribute("aria-pressed", String(isOwn));
  button.title = isOwn ? "Thôi theo dõi" : "Theo dõi đội này";
}

function card(row) {
  const text = (selector) => row.querySelector(selector)?.textContent.trim() ?? "";
  const medal = text(".medal");
  const total = text(".total .value");
  const name = element("p", "pinned-name", element("strong", "", text(".called")), element("small", "", "Đội quý vị theo dõi"));
  const place = element("p", "pinned-place");
  if (current().dataset.stage === "names") place.append(element("strong", "", `thi thứ ${text(".place")}`));
  else place.append(element("strong", "", medal ? `hạng ${medal}` : "chưa xếp hạng"));
  place.append(element("small", "", total || text(".tag")));
  const section = element("section", "pinned", name, place);
  section.setAttribute("aria-label", "Đội quý vị theo dõi");
  return section;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

document.documentElement.classList.add("js");
follow({ onDraw: dress, pollEvery: () => 10_000 + Math.random() * 5000, quiet: 20_000 });
