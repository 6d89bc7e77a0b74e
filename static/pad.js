/** The judge's tablet: what each tap does. What stands on the screen is told in pad/scene.js; sheets are kept and sent by outbox.js. */

import { ends, lacksWhole, nudge, press } from "./pad/keypad.js";
import { Outbox } from "./outbox.js";
import { Election } from "./pad/election.js";
import { listen } from "./pad/keyboard.js";
import { complaint } from "./pad/points.js";
import { Scene } from "./pad/scene.js";
import { screen, waiting } from "./pad/screen.js";
import { inWords, marksOf, sheetOf, textsOf } from "./pad/states.js";
import { Store } from "./pad/store.js";
import { Transport } from "./pad/transport.js";
import { render } from "./vendor/lit-html.js";

/** The screen and its taps. */
class Pad extends Scene {
  #root;
  #said;
  #spoken = "";
  #shown = null;
  #turned = true;
  #begun = false;
  #going = new Set();

  constructor(outbox, root, said) {
    super(outbox);
    this.#root = root;
    this.#said = said;
    outbox.onchange = () => this.draw();
    setInterval(() => this.draw(), 1000);
  }

  /** Take a team in hand. */
  open(performance) {
    this.sheet = sheetOf(performance);
    this.view = "sheet";
    this.#remember();
    this.#begin(this.missing[0] ?? this.criteria[0]);
    this.#turn();
  }

  /** Put the sheet aside and show the open teams. */
  home() {
    this.sheet = null;
    this.view = "sheet";
    this.#remember();
    this.#turn();
  }

  openList() {
    this.view = "list";
    this.#turn();
  }

  closeList() {
    this.view = "sheet";
    this.#turn();
  }

  openRemark() {
    this.view = "remark";
    this.draw();
    document.getElementById("remark")?.focus();
  }

  closeRemark() {
    this.view = "sheet";
    this.#turn();
  }

  /** Take a criterion in hand; what stands there stays until a digit is pressed. */
  pick(key) {
    this.view = "sheet";
    this.#begin(this.criteria.find((criterion) => criterion.key === key));
    this.draw();
  }

  #begin(criterion) {
    this.criterionKey = criterion.key;
    this.fresh = true;
    this.left = false;
    this.arrived = false;
    this.notice = "";
    this.hint = "";
  }

  /** A key of the keypad, or the same key of a keyboard. */
  press(key) {
    if (key === "back" && this.text === "") return this.#previous();
    if (lacksWhole(this.text, key)) return this.#advise(`Đề nghị ${this.salutation} bấm số nguyên trước.`);
    const { criterion } = this;
    const text = press(criterion, this.text, key, this.fresh);
    this.fresh = false;
    this.left = false;
    this.#type(text);
    if (key !== "back" && ends(criterion, text, key)) this.#move();
    return this.draw();
  }

  /** A button of a scale: the mark is whole with one tap. */
  choose(text) {
    this.#type(text);
    this.#move();
    this.draw();
  }

  nudge(direction) {
    this.#type(nudge(this.criterion, this.text, direction));
    this.draw();
  }

  /** "Tiếp theo": on to the next criterion without a mark, or to the review when none is left; never past one that just came by itself. */
  next() {
    this.left = true;
    const warning = complaint(this.criterion, this.text, this.salutation, true);
    if (warning) return this.#tell(warning);
    if (this.complete) return this.review();
    if (this.arrived && this.text === "") return this.#stay();
    this.#advance();
    return this.draw();
  }

  #advance() {
    const here = this.criteria.indexOf(this.criterion);
    const order = [...this.criteria.slice(here + 1), ...this.criteria.slice(0, here)];
    const next = order.find((criterion) => this.missing.includes(criterion));
    if (next) this.#begin(next);
    else this.fresh = true;
  }

  /** The mark before is whole, so the next criterion comes by itself. */
  #move() {
    const { criterion } = this;
    this.#advance();
    this.arrived = this.criterion !== criterion;
  }

  #stay() {
    this.arrived = false;
    this.left = false;
    return this.#advise("Tiêu chí này chưa chấm. Bấm “Tiếp theo” lần nữa để chấm sau.");
  }

  #previous() {
    const before = this.criteria[this.criteria.indexOf(this.criterion) - 1];
    if (before) this.#begin(before);
    this.fresh = false;
    this.draw();
  }

  #type(text) {
    this.notice = "";
    this.hint = "";
    this.arrived = false;
    this.outbox.saveDraft(this.sheet, { ...this.texts, [this.criterion.key]: text }, this.remark);
  }

  /** A remark, kept at each letter. */
  write(remark) {
    this.outbox.saveDraft(this.sheet, this.texts, remark);
  }

  /** To the review, or to the first criterion that is missing, naming all that are. */
  review() {
    if (!this.complete) {
      const names = this.missing.map(({ name }) => name).join("; ");
      this.#begin(this.missing[0]);
      this.left = this.text !== "";
      this.fresh = this.text === "";
      return this.#tell(`Phiếu còn thiếu: ${names}.`);
    }
    this.view = "review";
    return this.#turn();
  }

  /** From the review back to the sheet. */
  back() {
    this.view = "sheet";
    this.#turn();
  }

  /** Send: the draft becomes a command; what it replaces (a refusal, a conflict) is settled with it. */
  send() {
    const { entry } = this.standing;
    const replaced = entry && !["received", "queued"].includes(entry.state) ? entry : null;
    return this.#submit(marksOf(this.criteria, this.texts), this.remark.trim().normalize("NFC"), replaced);
  }

  /** Hand a sheet over once: a second tap before the page has turned asks for nothing more. */
  async #submit(marks, remark, replaced) {
    const { sheet } = this;
    if (this.#going.has(sheet)) return;
    this.#going.add(sheet);
    try {
      await this.outbox.submit(sheet, marks, remark, replaced);
      this.view = "sheet";
      this.#turn();
    } finally {
      this.#going.delete(sheet);
    }
  }

  /** "Sửa": what was sent becomes a draft again. */
  async edit() {
    const { marks, remark } = this.standing;
    await this.outbox.saveDraft(this.sheet, textsOf(marks), remark ?? "");
    this.view = "sheet";
    this.#begin(this.criteria[0]);
    this.#turn();
  }

  async cancelEdit() {
    await this.outbox.dropDraft(this.sheet);
    this.#turn();
  }

  /** A conflict: this tablet's version goes again as a new command on top of the server's. */
  keepMine() {
    const { entry, marks, remark } = this.standing;
    return this.#submit(marks, remark, entry);
  }

  /** A conflict: the server's version stands. */
  async keepTheirs() {
    await this.outbox.settle(this.standing.entry);
    this.#turn();
  }

  #remember() {
    this.outbox.remember("sheet", this.sheet);
  }

  /** A new page: draw it and give its heading the focus, so that a screen reader starts there. */
  #turn() {
    this.notice = "";
    this.#turned = true;
    this.draw();
  }

  #tell(words) {
    this.notice = words;
    this.#said.textContent = words;
    this.draw();
  }

  /** Advise calmly under the mark in hand; the next touch takes it away. */
  #advise(words) {
    this.hint = words;
    this.#said.textContent = words;
    this.draw();
  }

  /** Draw everything from the state; cheap, and the only way the screen changes. */
  draw() {
    if (!this.hello) return render(waiting(this), this.#root);
    if (!this.#begun) {
      this.#begun = true;
      return this.#first();
    }
    render(screen(this), this.#root);
    this.#announce();
    this.#follow();
    return undefined;
  }

  /** Say aloud (to a screen reader) that the sheet in hand has changed its state. */
  #announce() {
    const words = this.performance ? inWords(this.standing, this.kept, this.savedOf(this.sheet)).sentence : "";
    if (words && words !== this.#spoken) this.#said.textContent = words;
    this.#spoken = words;
  }

  /** Keep the criterion in hand in sight, and the focus on the heading of a page that was just turned. */
  #follow() {
    const row = this.#root.querySelector(".row[aria-current]");
    if (row && row.dataset.criterion !== this.#shown) row.scrollIntoView({ block: "nearest" });
    this.#shown = row?.dataset.criterion;
    if (!this.#turned) return;
    this.#turned = false;
    scrollTo(0, 0);
    this.#root.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** The first drawing: the sheet that was in hand before a reload, else the only team that waits for a mark or is open. */
  async #first() {
    const last = await this.outbox.remembered("sheet");
    const performance = this.performances.find((one) => sheetOf(one) === last);
    const only = [this.unmarked, this.open_].find((teams) => teams.length === 1)?.[0];
    if (performance) this.open(performance);
    else if (only) this.open(only);
    else this.#turn();
  }
}

/** Start the pad in the page that the server sent; its data say whose it is. */
async function main() {
  const root = document.getElementById("pad");
  root.replaceChildren();
  const [store, election] = [await Store.open(), new Election()];
  const outbox = new Outbox({ store, election, transport: new Transport(), owner: root.dataset.owner });
  listen(new Pad(outbox, root, document.getElementById("said")));
  // A tablet that slept has a dead socket and does not know it yet.
  document.addEventListener("visibilitychange", () => outbox.wake());
  addEventListener("online", () => outbox.wake());
  await outbox.start();
}

main();
