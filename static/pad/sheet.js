/** One team's sheet in the making: who is on stage, every criterion with its range, the sum so far. */

import { html, nothing } from "../vendor/lit-html.js";
import { ICONS } from "./icons.js";
import { complaint, decimals, filler, format, range, total } from "./points.js";
import { inWords, marksOf } from "./states.js";

/** The team in large type: its number in the running order, its name, its unit. */
export function team(pad, performance = pad.performance) {
  return html`
    <header class="team">
      <p class="number" aria-label="Đội số ${performance.order}">${performance.order}</p>
      <div>
        <h1 tabindex="-1">${performance.name}</h1>
        <p class="quiet">${performance.unit}${pad.elapsed ? elapsed(performance.unit ? " · đang thi" : "Đang thi", pad.elapsed) : nothing}</p>
      </div>
    </header>`;
}

function elapsed(words, time) {
  return html`${words} <span class="figures">${time}</span>`;
}

/** A mark in a column: its comma stands under the others', whatever its decimals. */
export function aligned(criteria, text) {
  const rest = filler(text, decimals(criteria));
  return html`${text}${rest ? html`<span class="filler" aria-hidden="true">${rest}</span>` : nothing}`;
}

/** The state of a sheet: sign, word and colour together. */
export function statePill(pad, sheet = pad.sheet) {
  const { look, sentence } = inWords(pad.standingOf(sheet), pad.kept, pad.savedOf(sheet));
  return html`<p class="pill ${look}" data-state>${ICONS[look]} <span>${sentence}</span></p>`;
}

/** The left-hand pane of a sheet in the making. */
export function sheet(pad) {
  return html`
    <section class="sheet" aria-label="Phiếu chấm đội số ${pad.performance.order}">
      <div class="sheet-head">${team(pad)}${statePill(pad)}</div>
      ${remarks(pad)}
      <ol class="rows">${pad.criteria.map((criterion, index) => row(pad, criterion, pad.criteria[index - 1]))}</ol>
      ${foot(pad)}
    </section>`;
}

function remarks(pad) {
  const { key, reason } = pad.standing;
  const late = pad.performance.state === "locked" || (pad.performance.state === "closing" && !pad.wasSent);
  const hint = key === "returned" ? `Phiếu được gửi lại để ${pad.salutation} xem: ${reason}` : "";
  return html`
    ${hint ? html`<p class="note look">${ICONS.look} ${hint}</p>` : nothing}
    ${late ? html`<p class="note look">${ICONS.locked} Lượt thi này không nhận phiếu mới nữa. Phiếu gửi lúc này được giữ lại để Trưởng Ban Giám khảo xem xét.</p>` : nothing}
    ${pad.performance.state === "closing" && !late ? html`<p class="note">${ICONS.locked} Lượt thi đang đóng nhận: phiếu đã gửi còn sửa được đến khi khóa.</p>` : nothing}`;
}

function row(pad, criterion, before) {
  const text = pad.texts[criterion.key] ?? "";
  const inHand = criterion.key === pad.criterion.key;
  const wrong = complaint(criterion, text, pad.salutation, !inHand) !== "";
  const heading = criterion.group && criterion.group !== before?.group;
  return html`
    ${heading ? html`<li class="group">${criterion.group}</li>` : nothing}
    <li>
      <button class="row ${wrong ? "wrong" : ""}" data-criterion=${criterion.key} aria-current=${inHand ? "true" : nothing}
        @click=${() => pad.pick(criterion.key)}>
        <span class="row-name"><strong>${criterion.name}</strong><span class="range">${range(criterion)}${weight(criterion)}</span></span>
        ${text ? html`<span class="mark">${aligned(pad.criteria, text)}</span>` : html`<span class="unmarked">chưa chấm</span>`}
      </button>
    </li>`;
}

/** A criterion's weight where it is not one. */
function weight({ weight: factor }) {
  return factor && factor !== "1" ? ` · hệ số ${String(factor).replace(".", ",")}` : "";
}

function foot(pad) {
  const sum = total(pad.criteria, marksOf(pad.criteria, pad.texts));
  const left = pad.missing.length;
  return html`
    ${pad.notice ? html`<p class="note look">${ICONS.look} ${pad.notice}</p>` : nothing}
    <footer class="foot">
      <p class="sum">Tạm cộng <b class="mark">${format(sum)}</b> / ${pad.most}
        <span class="left">${left ? `còn ${left} tiêu chí` : "đủ tiêu chí"}</span></p>
      <button class="plain" @click=${() => pad.openRemark()}>${ICONS.pen} ${pad.remark ? "Sửa nhận xét" : "Nhận xét"}</button>
      ${pad.wasSent ? html`<button class="plain" @click=${() => pad.cancelEdit()}>Bỏ sửa</button>` : nothing}
      <button class="review ${left ? "" : "ready"}" @click=${() => pad.review()}>Xem lại và gửi</button>
    </footer>`;
}

/** Where a remark is written; the only place with the tablet's own keyboard. */
export function remark(pad) {
  return html`
    <section class="keys remark-pane">
      <label for="remark">Nhận xét cho đội số ${pad.performance.order} <span class="quiet">(không bắt buộc)</span></label>
      <textarea id="remark" maxlength="500" rows="5" .value=${pad.remark} @input=${(event) => pad.write(event.target.value)}></textarea>
      <button class="next primary" @click=${() => pad.closeRemark()}>Xong</button>
    </section>`;
}
