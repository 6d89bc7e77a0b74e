/** What the screen can be drawn from: the server's last word, what this tablet keeps, and the sheet in hand. Changes nothing. */

import { clock, countUnsent, isBegun, marksOf, sheetOf, standing } from "./states.js";

const byStart = (one, other) => one.since.localeCompare(other.since);

/** The state behind the screen, in the words of the views; the server's part is there after the first hello. */
export class Scene {
  outbox;
  sheet = null;
  criterionKey = null;
  fresh = true;
  left = false;
  arrived = false;
  hint = "";
  view = "sheet";
  notice = "";

  constructor(outbox) {
    this.outbox = outbox;
  }

  /* What the server said. */

  get hello() { return this.outbox.hello; }
  get seat() { return this.hello.seat; }
  get contest() { return this.hello.contest; }
  get parts() { return this.hello.rulebook.parts; }
  get performances() { return this.hello.performances; }
  get conferrings() { return this.hello.conferring; }
  get upcoming() { return this.hello.next; }
  get readOnly() { return this.hello.read_only; }
  get sealed() { return this.hello.sealed; }
  get salutation() { return this.seat.salutation; }
  get title() { return this.salutation.charAt(0).toUpperCase() + this.salutation.slice(1); }

  /* What this tablet knows. */

  get kept() { return this.outbox.kept; }
  get online() { return this.outbox.online; }
  get halted() { return this.outbox.halted; }
  get unsent() { return countUnsent(this.outbox); }
  get mustReload() { return this.halted === "reload"; }
  keyOf(performance) { return sheetOf(performance); }
  partOf(performance) { return this.parts.find((part) => part.key === performance.part); }
  standingOf(sheet) { return standing(this.outbox, sheet); }
  savedOf(sheet) { return this.outbox.drafts.get(sheet)?.saved ?? true; }

  /** Teams that may be marked or corrected, in running order: the open ones, and of the closing ones those with something on them. */
  get open_() {
    const place = (one) => this.parts.findIndex((part) => part.key === one.part) * 1000 + one.order;
    const stands = ({ state }, key) => state === "open" || (state === "closing" && key !== "empty");
    return this.performances.filter((one) => stands(one, this.standingOf(sheetOf(one)).key)).sort((one, other) => place(one) - place(other));
  }

  get hasOneOpenPart() { return new Set(this.open_.map((one) => one.part)).size < 2; }

  /** Open teams without a sent sheet, the one on stage first. */
  get unmarked() {
    if (this.readOnly) return [];
    const waits = (one) => ["empty", "draft"].includes(this.standingOf(sheetOf(one)).key) && sheetOf(one) !== this.sheet;
    return this.open_.filter(waits).sort(byStart).reverse();
  }

  /** "Đội số 4 đang thi; phiếu đội số 3 chưa gửi", while another team than the one in hand is on stage. */
  get elsewhere() {
    const stage = this.open_.filter((one) => one.state === "open").sort(byStart).at(-1);
    const here = this.performance;
    if (this.readOnly || !stage || !here || sheetOf(stage) === this.sheet || this.standingOf(sheetOf(stage)).key !== "empty") return "";
    const named = (one) => `đội số ${one.order}${this.hasOneOpenPart ? "" : ` phần ${this.partOf(one).name}`}`;
    const owed = ["empty", "draft"].includes(this.standing.key) ? `; phiếu ${named(here)} chưa gửi` : "";
    return `Đ${named(stage).slice(1)} đang thi${owed}.`;
  }

  /** What was refused and has been replaced or cannot be mended, newest first. */
  get refusals() {
    const refused = this.outbox.entries.filter(({ state, answer }) => ["refused", "settled"].includes(state) && answer?.message);
    return refused.reverse().map(({ body, answer }) => ({ name: this.nameOf(body.sheet), at: clock(body.device_time), message: answer.message }));
  }

  nameOf(sheet) {
    const performance = this.performances.find((one) => sheetOf(one) === sheet);
    return performance ? `Đội số ${performance.order}: ${performance.name}` : sheet;
  }

  /* The sheet in hand. */

  get performance() { return this.performances.find((one) => sheetOf(one) === this.sheet); }
  get part() { return this.performance && this.partOf(this.performance); }
  get most() { return this.part.max_points.replace(".", ",") || "–"; }
  get criteria() { return this.part.criteria; }
  get criterion() { return this.criteria.find(({ key }) => key === this.criterionKey) ?? this.criteria[0]; }
  get draft() { return this.outbox.drafts.get(this.sheet); }
  get texts() { return this.draft?.texts ?? {}; }
  get text() { return this.texts[this.criterion.key] ?? ""; }
  get remark() { return this.draft?.remark ?? ""; }
  get standing() { return this.standingOf(this.sheet); }
  get shownMarks() { return this.standing.marks ?? marksOf(this.criteria, this.texts); }
  get shownRemark() { return this.standing.remark ?? this.remark; }
  get wasSent() { return this.standing.marks !== undefined; }
  get missing() { return this.criteria.filter(({ key }) => !(key in marksOf(this.criteria, this.texts))); }
  get complete() { return this.missing.length === 0; }
  /** Why the sheet in hand can only be looked at, or "" when its judge may correct it. */
  get viewOnly() {
    const { state } = this.performance;
    if (this.readOnly) return "Máy này chỉ còn để xem.";
    if (state === "locked" || this.sealed) return "Phiếu đã khóa, chỉ còn để xem.";
    if (this.performance.conferred && this.standing.key === "received") return "Hội ý về đội này đã kết thúc, phiếu chỉ còn để xem.";
    const late = this.standing.entry?.answer?.status === "locked";
    return state !== "open" && (late || !this.wasSent) ? "Lượt thi đang đóng nhận, phiếu này chỉ còn để xem." : "";
  }

  /** Which page is drawn: a chosen one, else what the sheet in hand asks for. */
  get page() {
    if (this.view === "list") return "list";
    if (!this.performance) return "home";
    if (this.standing.key === "conflict" || this.readOnly || this.sealed) return "sent";
    const late = this.performance.state !== "open" && !this.wasSent && !isBegun(this.draft);
    if (late || (this.performance.state === "locked" && !isBegun(this.draft))) return "sent";
    return this.wasSent && !this.draft ? "sent" : this.view;
  }

  /** Minutes and seconds since the team began, while it is on stage. */
  get elapsed() {
    const { state, since } = this.performance;
    if (state !== "open" || !since) return "";
    const seconds = Math.max(0, Math.round((Date.now() + this.outbox.clockOffset - Date.parse(since)) / 1000));
    return seconds < 3600 ? `${String(Math.trunc(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}` : "";
  }
}
