/** Where each sheet stands, told from what this tablet keeps and what the server said. Nothing here draws. */

import { format, markOf } from "./points.js";

const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The sheet of a performance as the server names it. */
export const sheetOf = ({ part, team }) => `${part}/${team}`;

/** "14:32" in the contest's own time, whatever the tablet's clock zone is. */
export const clock = (iso) => CLOCK.format(new Date(iso));

/** True when a draft holds a mark or a remark. */
export const isBegun = (draft) => Boolean(draft) && (draft.remark !== "" || Object.values(draft.texts).some((text) => text !== ""));

function newest(outbox, sheet) {
  return outbox.entries.filter((entry) => entry.body.sheet === sheet && entry.state !== "settled").at(-1);
}

/**
 * One sheet's standing: `key` is empty, draft, queued, sending, received, refused, conflict, signin or reload, or what
 * others made of it: returned (to be seen again), typed or rejected (a paper sheet at the desk);
 * `marks` and `remark` are what was sent last; `reason` says in words what to look at.
 */
export function standing(outbox, sheet) {
  const entry = newest(outbox, sheet);
  const server = outbox.hello?.sheets.find((row) => row.sheet === sheet);
  const theirs = server && (!entry || isOvertaken(entry, server));
  const sent = theirs ? fromServer(server) : entry ? fromEntry(outbox, entry) : { key: "empty" };
  const draft = outbox.drafts.get(sheet);
  if (!draft || (sent.key === "empty" && !isBegun(draft))) return sent;
  return sent.key === "returned" ? sent : { ...sent, key: "draft" };
}

/** True when the server's sheet is newer than what this tablet sent (returned, sent elsewhere, a late one admitted) or came by another command. */
function isOvertaken({ state, body, answer }, server) {
  if (state === "received") return server.version > answer.version || (server.version === answer.version && !answer.received_at);
  return state === "refused" && server.version > body.base_version;
}

function fromServer({ state, marks, remark, receipt, version, received_at: at, reason }) {
  return { key: state, marks, remark, receipt, version, at, reason };
}

function fromEntry(outbox, entry) {
  const { marks, remark } = entry.body;
  const { receipt, version, received_at: at, message: reason, status } = entry.answer ?? {};
  return { key: keyOf(outbox, entry, status), entry, marks, remark, receipt, version, at, reason };
}

function keyOf(outbox, { state }, status) {
  if (state === "parked") return status === "reload" ? "reload" : "signin";
  if (state !== "queued") return state;
  return outbox.online && !outbox.halted ? "sending" : "queued";
}

const HELD = ["queued", "parked", "conflict"];

/** How many sheets hold work that the server has not acknowledged; what is drafted on a tablet that only looks on is never sent. */
export function countUnsent(outbox) {
  const listed = outbox.hello?.read_only ? [] : (outbox.hello?.performances ?? []).map(sheetOf);
  const drafted = listed.filter((sheet) => isBegun(outbox.drafts.get(sheet)));
  const waiting = outbox.entries.filter(({ state }) => HELD.includes(state)).map(({ body }) => body.sheet);
  return new Set([...drafted, ...waiting]).size;
}

const LOOKS = { typed: "sending", rejected: "sending", draft: "draft", queued: "draft", sending: "sending", received: "received", empty: "empty" };

const LATE = ["Đến sau khi khóa", "Cần xem lại"];
const HANDED = ["Đã chuyển Trưởng Ban", "Đã chuyển Trưởng Ban Giám khảo xem xét"];
const KEPT_AS_LATE = { taken_over: HANDED, recorded_absent: HANDED };

/** What was refused but kept for the head judge says so; the performance may well be open still. */
function refused(answer) {
  return answer?.status === "locked" ? KEPT_AS_LATE[answer.why] ?? LATE : ["Cần xem lại", "Cần xem lại"];
}

/** The standing in words: icon and colour (`look`), a word for lists, a sentence for the sheet itself. */
export function inWords({ key, at, entry }, kept, draftSaved = true) {
  const here = kept && draftSaved ? "Đã lưu trên máy này" : "Chưa lưu được trên máy này";
  const look = LOOKS[key] ?? "look";
  const sentences = {
    empty: ["Chưa chấm", "Chưa chấm"],
    draft: ["Trên máy này", here],
    queued: ["Trên máy này", `${here} · sẽ gửi khi có mạng`],
    sending: ["Đang gửi", "Đang gửi"],
    typed: ["Phiếu giấy", "Phiếu giấy đang được Tổ Thư ký đối chiếu"],
    rejected: ["Phiếu giấy", "Phiếu giấy đang được Tổ Thư ký nhập lại"],
    received: [`Đã nhận ${at ? clock(at) : ""}`, `Tổ Thư ký đã nhận lúc ${at ? clock(at) : ""}`],
    refused: refused(entry?.answer),
  };
  const [word, sentence] = sentences[key] ?? ["Cần xem lại", "Cần xem lại"];
  return { look, word, sentence };
}

/** Marks of a draft in thousandths by criterion; a criterion without a sendable mark is left out. */
export function marksOf(criteria, texts) {
  const marks = {};
  for (const criterion of criteria) {
    const mark = markOf(criterion, texts[criterion.key] ?? "");
    if (mark !== null) marks[criterion.key] = mark;
  }
  return marks;
}

/** Sent marks as the texts of a new draft. */
export function textsOf(marks) {
  return Object.fromEntries(Object.entries(marks).map(([key, mark]) => [key, format(mark)]));
}
