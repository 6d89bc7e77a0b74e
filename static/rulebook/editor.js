// The rulebook's editor: draws the draft by the form that the server describes, and has it checked there as it is typed.

import { html, nothing, render } from "../vendor/lit-html.js";
import { History, move, rename, takeOut } from "./draft.js";
import { Kept } from "./kept.js";
import { offer, page, sum } from "./page.js";
import { drawChanges, drawMistakes, Picture } from "./side.js";

const byId = (id) => document.getElementById(id);
const form = byId("rulebook-form");
const root = byId("rulebook-editor");
const described = JSON.parse(byId("rulebook-described").value);
const OFFLINE = "Chưa hỏi được máy chủ. Nội dung vẫn còn ở đây và được giữ trên máy này; có mạng thì bấm Lưu lại.";

class Editor {
  forms = described.forms;
  sections = described.sections;
  draft = parse(form.elements.draft.value);
  answer = JSON.parse(byId("rulebook-first").value);
  #history = new History();
  #kept = new Kept(form.dataset.kept);
  #picture = new Picture(byId("rulebook-picture"));
  #open = new WeakSet();
  #first = JSON.stringify(this.draft);
  #waiting = 0;
  #asked = 0;
  #undone = "";
  #target = null;

  get dirty() { return !form.dataset.kept || JSON.stringify(this.draft) !== this.#first; }

  /* What the drawers ask. */

  said(where) { return this.answer.complaints.filter((each) => each.where === where); }
  saidBelow(where) { return this.answer.complaints.some((each) => each.where === where || each.where.startsWith(`${where}.`)); }
  isOpen(item) { return this.#open.has(item); }

  sumOf(item) {
    const found = this.answer.parts[(this.draft.parts ?? []).indexOf(item)];
    return sum(found);
  }

  takeOutButton(where) {
    return html` <button class="btn btn-outline-secondary btn-sm" type="button" @click=${this.change("Bỏ mục thừa", () => takeOut(this.draft, where), { undo: true })}>Bỏ mục này</button>`;
  }

  /* What a hand does. Each gives the listener of an event. */

  // A change that can be taken back; `undo` offers that at once.
  change(words, work, { undo = false } = {}) {
    return (event) => {
      this.#history.keep(this.draft, words);
      work(event);
      this.#undone = undo ? words.replace(/^Bỏ/, "Đã bỏ") : "";
      this.#changed();
    };
  }

  typing(where, label, work) {
    return (event) => {
      this.#history.keep(this.draft, `Sửa ${label}`, where);
      work(event);
      this.#undone = "";
      this.#changed();
    };
  }

  moving(items, item, number, by, what) {
    return () => {
      this.#history.keep(this.draft, `Chuyển ${what}`);
      move(items, item, by);
      this.#target = { items, number: number + by, act: by < 0 ? "up" : "down" };
      say(`Đã chuyển ${what} ${by < 0 ? "lên" : "xuống"}, nay là số ${number + by + 1} trong ${items.length}.`);
      this.#undone = "";
      this.#changed();
    };
  }

  // A choice that decides which other fields there are: what it does not take goes, what it needs at once comes.
  choose(owner, row, name) {
    if (name === "") delete owner[row.key];
    else owner[row.key] = name;
    const inner = Object.values(this.forms).find((each) => each.rows.some(({ key, label }) => key === row.key && label === row.label));
    if (inner?.by !== row.key) return;
    const taken = inner.takes[name] ?? [];
    for (const each of inner.rows) if (!taken.includes(each.key)) delete owner[each.key];
    for (const [key, value] of Object.entries(inner.freshBy[name] ?? {})) owner[key] ??= structuredClone(value);
  }

  rename(item, name) {
    rename(this.draft, this.#listOf(item), item, name);
  }

  #listOf(item) {
    const search = (value) => (Array.isArray(value) ? (value.includes(item) ? value : first(value, search)) : value && typeof value === "object" ? first(Object.values(value), search) : null);
    return search(this.draft) ?? [item];
  }

  // Open a new item and take its first field in hand.
  show(item) {
    this.#open.add(item);
    this.#target = { item };
  }

  toggle(item) {
    if (this.#open.has(item)) this.#open.delete(item);
    else this.#open.add(item);
    this.draw();
  }

  back() {
    const words = this.#history.back(this.draft);
    if (!words) return;
    this.#open.add(this.draft.parts?.[0] ?? {});
    this.#undone = "";
    say(`Đã hoàn tác: ${words}.`);
    this.#changed();
  }

  // What was kept was drawn from the version of then: over a newer one the server refuses it and shows what differs.
  takeKept(draft, base) {
    this.#history.keep(this.draft, "Mở bản đang sửa dở");
    if (base !== undefined) form.elements.base.value = base;
    for (const key of Object.keys(this.draft)) delete this.draft[key];
    Object.assign(this.draft, draft);
    this.#changed();
  }

  #changed() {
    form.elements.draft.value = JSON.stringify(this.draft);
    this.#kept.write(this.draft, form.elements.base.value);
    this.draw();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.check(), 250);
  }

  // Have the draft checked; gives whether the server could be asked.
  async check() {
    const turn = (this.#asked += 1);
    try {
      const response = await fetch(form.dataset.check, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
        body: JSON.stringify(this.draft),
      });
      const body = await response.json();
      if (turn === this.#asked && response.ok) this.answer = body;
      this.draw(response.ok ? "" : body.message);
      return response.ok;
    } catch {
      this.draw(OFFLINE);
      return false;
    }
  }

  // Save: first ask, so that neither a lost network nor a mistake takes the page away.
  async save() {
    clearTimeout(this.#waiting);
    if (this.#saving || !(await this.check()) || this.#saving) return;
    if (!this.answer.good) return byId("mistakes-title").focus();
    this.#first = JSON.stringify(this.draft);
    this.#saving = true;
    form.submit();
  }

  #saving = false;
  shownAgain() { this.#saving = false; }

  leaving(event) {
    if (this.dirty && !this.#saving && form.dataset.touched) event.preventDefault();
  }

  /* What is seen. */

  draw(problem = "") {
    render(page(this), root);
    if (this.answer.complaints.length || problem || this.#history.last) form.dataset.touched = "1";
    drawMistakes(this, byId("rulebook-mistakes"));
    drawChanges(this, byId("rulebook-changes"));
    this.#picture.draw(this);
    const wrong = this.answer.complaints.length;
    const now = wrong ? `Còn ${wrong} chỗ cần sửa.` : this.dirty ? "Đúng thể thức, chưa lưu." : "Đã lưu.";
    byId("rulebook-state").textContent = problem || now;
    byId("rulebook-state").dataset.tone = problem || wrong ? "look" : this.dirty ? "unsaved" : "saved";
    byId("rulebook-next").hidden = !wrong;
    byId("rulebook-undo").disabled = !this.#history.last;
    byId("rulebook-undo").title = this.#history.last;
    const line = this.#undone ? html`<span>${this.#undone}.</span> <button class="btn btn-outline-secondary btn-sm" type="button" @click=${() => this.back()}>Hoàn tác</button>` : nothing;
    render(line, byId("rulebook-undone"));
    byId("rulebook-undone").hidden = !this.#undone;
    this.#focus();
  }

  // Put the focus where the hand went: on the item that moved, on the first field of one that came.
  #focus() {
    const target = this.#target;
    if (!target) return;
    this.#target = null;
    const found = [...root.querySelectorAll("[data-item]")].find(({ listed }) => (target.item ? listed?.item === target.item : listed?.items === target.items && listed?.number === target.number));
    if (!found) return;
    const button = target.act && [...found.querySelectorAll(`:scope > .moves > [data-act="${target.act}"], :scope > .part-head [data-act="${target.act}"]`)][0];
    const other = found.querySelector(":scope > .moves > :enabled, :scope > .part-head .moves > :enabled");
    const to = target.where ? root.querySelector(`[data-where="${target.where}"]`) : target.act ? (button?.disabled ? other : button) : found.querySelector("input, select");
    to?.focus();
    found.scrollIntoView({ block: "nearest" });
  }

  // Alt with an arrow moves the innermost item that holds the focus.
  key(event) {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : 0;
    const listed = by && event.target.closest?.("[data-item]")?.listed;
    if (!listed) return;
    event.preventDefault();
    const { items, item, number } = listed;
    if (number + by < 0 || number + by >= items.length) return;
    this.moving(items, item, number, by, item.name || "mục này")();
  }

  // The picture shows the part and the criterion in hand.
  inHand(event) {
    const part = event.target.closest("[data-part]");
    if (!part) return;
    const criterion = event.target.closest(".item-criterion")?.listed?.number ?? 0;
    this.#picture.follow(Number(part.dataset.part), criterion);
    this.#picture.draw(this);
  }

  // Go to the field that a mistake names, or to the nearest that stands around it.
  go(event, where) {
    event.preventDefault();
    for (const steps = where.split("."); steps.length; steps.pop()) {
      const path = CSS.escape(steps.join("."));
      const found = root.querySelector(`[data-where="${path}"], [data-where^="${path}."]`);
      if (!found) continue;
      found.closest("details")?.setAttribute("open", "");
      found.focus();
      found.scrollIntoView({ block: "center" });
      return;
    }
  }

  // To the mistake after the one last gone to, round and round.
  goOn(event) {
    const places = this.answer.complaints.map(({ where }) => where);
    const here = this.#visited;
    this.#visited = places[(places.indexOf(here) + 1) % places.length];
    this.go(event, this.#visited);
  }

  #visited = "";

  start() {
    const kept = this.#kept.read();
    const opened = this.draft.parts?.[0];
    if (opened) this.#open.add(opened);
    form.elements.draft.value = JSON.stringify(this.draft);
    if (kept && JSON.stringify(kept.draft) !== this.#first) offer(this, kept, () => this.#kept.drop());
    else this.#kept.drop();
    this.draw();
  }
}

const first = (values, search) => {
  for (const value of values) {
    const found = search(value);
    if (found) return found;
  }
  return null;
};

function parse(text) {
  try {
    const read = JSON.parse(text);
    return read && typeof read === "object" && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}

const say = (words) => (byId("rulebook-said").textContent = words);

const editor = new Editor();
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) return; // the draft as articles, in a tab of its own: nothing is saved
  event.preventDefault();
  editor.save();
});
root.addEventListener("keydown", (event) => editor.key(event));
root.addEventListener("focusin", (event) => editor.inHand(event));
addEventListener("pageshow", () => editor.shownAgain());
addEventListener("beforeunload", (event) => editor.leaving(event));
addEventListener("message", ({ origin, data }) => origin === location.origin && data.ready && editor.draw());
addEventListener("keydown", (event) => {
  const inText = event.target.matches?.("input:not([type=checkbox]), textarea");
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !inText) (event.preventDefault(), editor.back());
});
byId("rulebook-next").addEventListener("click", (event) => editor.goOn(event));
byId("rulebook-undo").addEventListener("click", () => editor.back());
editor.start();
(byId("co-ban-moi") ?? byId("chua-luu") ?? byId("tep-bi-tra"))?.focus();
