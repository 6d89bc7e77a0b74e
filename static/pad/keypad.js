/** The keypad's grammar: which keys a criterion has and what a key makes of the typed text. */

import { format, judge, markOf } from "./points.js";

const LONGEST = 7;
const QUICK = [[",25", 250], [",5", 500], [",75", 750]];

/** True when one button per mark is the better keypad: whole marks from 0 to at most 10. */
export function isScale({ max, step }) {
  return step === 1000 && max <= 10000;
}

/** The buttons of a scale, "0" to the maximum. */
export function scale({ max }) {
  return Array.from({ length: max / 1000 + 1 }, (_, mark) => String(mark));
}

/** The rows of the keypad, top to bottom; a key the criterion cannot use stays in its place, disabled. */
export function layout({ max, step }) {
  const quick = QUICK.map(([key, thousandths]) => ({ key, off: thousandths % step !== 0 || thousandths > max, quick: true }));
  const digit = (key) => ({ key });
  return [
    [..."789"].map(digit).concat(quick[0]),
    [..."456"].map(digit).concat(quick[1]),
    [..."123"].map(digit).concat(quick[2]),
    [{ key: ",", off: step % 1000 === 0 }, digit("0"), { key: "back" }, { key: "10", off: max < 10000, quick: true }],
  ];
}

function withFraction(text, key) {
  const next = `${text.split(",")[0]}${key}`;
  return next.length <= LONGEST ? next : text;
}

function withComma(criterion, text) {
  const next = `${text || "0"},`;
  return !text.includes(",") && judge(criterion, next) === "partial" ? next : text;
}

/**
 * The text after a key. `fresh` says that the text was not begun in this visit, so a digit starts it again while a
 * fraction still completes it. What is out of range only grows or is erased: no further key makes another mark of it.
 */
export function press(criterion, text, key, fresh) {
  const wrong = ["over", "step"].includes(judge(criterion, text));
  if (key === "back") return text.slice(0, -1);
  if (key === ",") return withComma(criterion, text);
  if (key.startsWith(",")) return wrong || text === "" ? text : withFraction(text, key);
  if (fresh || text === "0" || (key === "10" && !wrong)) return key;
  return text.length + key.length <= LONGEST ? text + key : text;
}

/** True when a quick fraction has no whole number to complete: it comes from a second touch as often as from a wish. */
export function lacksWhole(text, key) {
  return text === "" && QUICK.some(([quick]) => quick === key);
}

/** True when the key ended the mark: nothing more could be typed, or it was one of the quick fractions. */
export function ends(criterion, text, key) {
  const standing = judge(criterion, text);
  return standing === "final" || (standing === "open" && QUICK.some(([quick]) => quick === key));
}

/** One step up (+1) or down (-1) from a mark that is there; the text itself when that would leave the range. */
export function nudge(criterion, text, direction) {
  const mark = markOf(criterion, text);
  if (mark === null) return text;
  const next = mark + direction * criterion.step;
  return next < 0 || next > criterion.max ? text : format(next);
}
