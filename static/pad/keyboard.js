/** The same pad by keyboard: digits, comma or point, Enter, Backspace, arrows; never while a remark is written. */

import { isScale } from "./keypad.js";

const KEYS = { ",": ",", ".": ",", Backspace: "back", Delete: "back" };

/** Let a keyboard do what the keypad does while a sheet is in the making. */
export function listen(pad) {
  addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && event.target.tagName !== "TEXTAREA";
    if (plain && pad.hello && pad.page === "sheet" && act(pad, event)) event.preventDefault();
  });
}

function act(pad, { key, target }) {
  if (/^\d$/.test(key)) return digit(pad, key);
  if (key in KEYS) return pad.press(KEYS[key]) ?? true;
  if (key === "ArrowDown" || key === "ArrowUp") return walk(pad, key === "ArrowDown" ? 1 : -1);
  if (key === "Enter" && !isOtherButton(pad, target)) return pad.next() ?? true;
  return false;
}

function digit(pad, key) {
  const ten = isScale(pad.criterion) && pad.text === "1" && key === "0" && !pad.fresh;
  pad.press(ten ? "10" : key);
  return true;
}

function walk(pad, by) {
  const next = pad.criteria[pad.criteria.indexOf(pad.criterion) + by];
  if (next) pad.pick(next.key);
  return Boolean(next);
}

/** Enter on a focused button presses that button, but for the row in hand, where it means "Tiếp theo". */
function isOtherButton(pad, target) {
  return target.tagName === "BUTTON" && target.dataset.criterion !== pad.criterion.key;
}
