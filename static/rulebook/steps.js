// Steps in words: what parts a tie, by what a special prize is given; each a name with what it speaks of ("part:tieu_pham").

import { list } from "./draft.js";

const JOINT = "+";
export const nameOf = (step) => String(step).split(":")[0].trim();
const argumentOf = (step) => String(step).slice(nameOf(step).length + 1).trim();
const fill = (said, words) => {
  const sentence = said.sentence.replace("{0}", words);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
};
const titled = (item) => item?.name || "…";

const partsOf = (draft) => list(draft, "parts").filter((part) => part && typeof part === "object");

const groupsOf = (part) => [...new Set(list(part, "criteria").map((each) => each?.group).filter(Boolean))];

// By what a step takes: every step of that kind that the draft allows, as [step, words].
const OFFERED = {
  "": (said) => [[said.name, fill(said, "")]],
  part: (said, draft) => partsOf(draft).map((part) => [`${said.name}:${part.key}`, fill(said, titled(part))]),
  part_or_all: (said, draft) => [[said.name, fill(said, "ở mọi phần có phiếu")], ...partsOf(draft).map((part) => [`${said.name}:${part.key}`, fill(said, `phần ${titled(part)}`)])],
  group: (said, draft) => partsOf(draft).flatMap((part) => groupsOf(part).map((group) => [`${said.name}:${part.key}.${group}`, fill(said, `${group} (${titled(part)})`)])),
  criterion: (said, draft) =>
    partsOf(draft).flatMap((part) => list(part, "criteria").map((each) => [`${said.name}:${part.key}.${each?.key}`, fill(said, `${titled(each)} (${titled(part)})`)])),
  parts: (said, draft, now) => [[nameOf(now) === said.name ? now : `${said.name}:${partsOf(draft).slice(0, 2).map((part) => part.key).join(JOINT)}`, fill(said, "chọn dưới đây")]],
};

// The choices under their headings, and the step that stands there even when it is none of them any more.
export const offered = (table, draft, now) => {
  const headings = [...new Set(table.map((said) => said.heading))];
  const groups = headings.map((heading) => ({ heading, choices: table.filter((said) => said.heading === heading).flatMap((said) => OFFERED[said.takes](said, draft, now)) }));
  const known = groups.some((group) => group.choices.some(([step]) => step === now));
  return known || now === undefined ? groups : [{ heading: "Không còn trong thể lệ", choices: [[now, `${now} (không còn, đề nghị chọn lại)`]] }, ...groups];
};

export const firstUnused = (table, draft, used) =>
  table.flatMap((said) => OFFERED[said.takes](said, draft, "")).map(([step]) => step).find((step) => !used.includes(step)) ?? table[0]?.name;

// Whether a step speaks of several parts, and which.
export const severalOf = (table, step) => (table.find((said) => said.name === nameOf(step))?.takes === "parts" ? argumentOf(step).split(JOINT).filter(Boolean) : null);
export const withSeveral = (step, keys) => `${nameOf(step)}:${keys.join(JOINT)}`;
