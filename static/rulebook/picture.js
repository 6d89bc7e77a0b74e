// The judge's screen of the draft: the tablet's own drawing code on the parts that the server gave, nobody marking.

import { screen } from "../pad/screen.js";
import { Scene } from "../pad/scene.js";
import { render } from "../vendor/lit-html.js";

const root = document.getElementById("pad");
const performance = (part) => ({ part: part.key, team: "1", order: 1, name: "Tên đội thi", unit: "Đơn vị của đội", state: "open", since: "" });
const outbox = {
  hello: { seat: { id: 0, number: 1, name: "Tên giám khảo", salutation: "đồng chí", head: false }, contest: { invented: false }, rulebook: { parts: [] }, performances: [], sheets: [], conferring: [], next: null, read_only: false, sealed: false },
  kept: true, online: true, halted: "", entries: [], drafts: new Map(), clockOffset: 0,
};
const scene = new Scene(outbox);

addEventListener("message", ({ origin, data }) => {
  if (origin !== location.origin || !data.part) return;
  outbox.hello.rulebook.parts = [data.part];
  outbox.hello.performances = [performance(data.part)];
  scene.sheet = `${data.part.key}/1`;
  scene.criterionKey = data.criterion;
  if (!data.part.criteria.length) return render("", root);
  render(screen(scene), root);
  const [row, rows] = [root.querySelector(".row[aria-current]"), root.querySelector(".rows")];
  if (row && rows) rows.scrollTop = Math.max(0, row.offsetTop - rows.offsetTop - 100);
});

// The page around may have spoken before this frame was there to hear.
parent.postMessage({ ready: true }, location.origin);
