/** The pages around a sheet: which teams are open, and what this judge has marked so far. */

import { html, nothing } from "../vendor/lit-html.js";
import { ICONS } from "./icons.js";
import { format, total } from "./points.js";
import { inWords } from "./states.js";

function heading(pad) {
  if (pad.readOnly) return "Máy này chỉ còn để xem";
  if (!pad.open_.length) return "Chưa có đội nào đang thi";
  return pad.unmarked.length ? "Chọn đội để chấm" : "Đã gửi hết các phiếu đang mở";
}

/** No team in hand: the open ones as large cards, or calm waiting. */
export function home(pad) {
  const open = pad.open_;
  return html`
    <section class="home">
      <p class="contest">${pad.contest.title}</p>
      <h1 tabindex="-1">${heading(pad)}</h1>
      ${open.length ? html`<ul class="cards">${open.map((one) => teamCard(pad, one))}</ul>` : html`<p class="lead">Khi Tổ Thư ký mở phần thi, tên đội sẽ hiện ở đây.</p>`}
      ${pad.upcoming ? html`<p class="quiet">Tiếp theo: đội số ${pad.upcoming.order} · ${pad.upcoming.name}</p>` : nothing}
    </section>`;
}

function teamCard(pad, performance) {
  const { look, word } = inWords(pad.standingOf(pad.keyOf(performance)), pad.kept);
  return html`<li><button class="team-card" @click=${() => pad.open(performance)}>
    <span class="number">${performance.order}</span>
    <span class="team-card-name"><strong>${performance.name}</strong><span class="quiet">Phần ${pad.partOf(performance).name}</span></span>
    <span class="pill ${look}">${ICONS[look]} ${word}</span>
  </button></li>`;
}

const STATES = { open: "đang mở", closing: "đang đóng nhận", locked: html`${ICONS.locked} đã khóa` };

/** All of this judge's own sheets, marks included; nobody else's. */
export function list(pad) {
  return html`
    <section class="home">
      <div class="list-head"><h1 tabindex="-1">Phiếu của tôi</h1><button class="plain" @click=${() => pad.closeList()}>Trở lại</button></div>
      ${pad.parts.map((part) => partTable(pad, part))}
      ${pad.refusals.length ? refusals(pad) : nothing}
    </section>`;
}

function partTable(pad, part) {
  const rows = pad.performances.filter((one) => one.part === part.key).sort((one, other) => one.order - other.order);
  if (!rows.length) return nothing;
  return html`<h2>Phần ${part.name}</h2><ul class="cards">${rows.map((one) => listRow(pad, part, one))}</ul>`;
}

function listRow(pad, part, performance) {
  const standing = pad.standingOf(pad.keyOf(performance));
  const { look, word } = inWords(standing, pad.kept);
  return html`<li><button class="team-card" @click=${() => pad.open(performance)}>
    <span class="number">${performance.order}</span>
    <span class="team-card-name"><strong>${performance.name}</strong>
      <span class="quiet">${STATES[performance.state]}${standing.receipt ? html` · mã ${standing.receipt}` : nothing}</span></span>
    ${standing.marks ? html`<b class="mark">${format(total(part.criteria, standing.marks))}</b>` : nothing}
    <span class="pill ${look}">${ICONS[look]} ${word}</span>
  </button></li>`;
}

/** What the server refused stays in sight, also after a better sheet took its place. */
function refusals(pad) {
  return html`<h2>Những lần gửi không được nhận</h2>
    <ul class="refusals">${pad.refusals.map(({ name, at, message }) => html`<li><strong>${name}</strong> <span class="quiet">${at}</span><br />${message}</li>`)}</ul>`;
}
