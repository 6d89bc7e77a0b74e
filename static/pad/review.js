/** What the judge sees before Send: the team again in big numerals, each criterion, the total. */

import { html, nothing } from "../vendor/lit-html.js";
import { format, range, total } from "./points.js";
import { aligned, team } from "./sheet.js";
import { marksOf } from "./states.js";

/** A list of marks with their total, as it will stand or stands on the sheet. */
export function marksTable(pad, marks, remark, withTotal = true) {
  return html`
    <table class="marks">
      <tbody>${pad.criteria.map((criterion) => line(pad.criteria, criterion, marks[criterion.key]))}</tbody>
      ${withTotal ? sum(pad, marks) : nothing}
    </table>
    ${remark ? html`<p class="said"><span class="quiet">Nhận xét:</span> ${remark}</p>` : nothing}`;
}

function line(criteria, criterion, mark) {
  return html`<tr><th scope="row">${criterion.name} <span class="range">${range(criterion)}</span></th>
    ${mark === undefined ? html`<td class="quiet">chưa chấm</td>` : html`<td class="mark">${aligned(criteria, format(mark))}</td>`}</tr>`;
}

function sum(pad, marks) {
  return html`<tfoot><tr><th scope="row">Tổng <span class="range">trên ${pad.most}</span></th>
    <td class="mark">${aligned(pad.criteria, format(total(pad.criteria, marks)))}</td></tr></tfoot>`;
}

/** The page before Send. */
export function review(pad) {
  const marks = marksOf(pad.criteria, pad.texts);
  return html`
    <section class="review-page" aria-label="Xem lại trước khi gửi">
      <div class="review-team">
        <p class="quiet">Xem lại phiếu chấm · Phần ${pad.part.name}</p>
        ${team(pad)}
        <p class="grand"><span class="quiet">Tổng điểm</span> <b class="mark">${format(total(pad.criteria, marks))}</b> <span class="quiet">trên ${pad.most}</span></p>
      </div>
      <div class="review-marks">${marksTable(pad, marks, pad.remark, false)}</div>
      <footer class="review-foot">
        <button class="plain" @click=${() => pad.back()}>Sửa lại</button>
        <button class="primary send" @click=${() => pad.send()}>Gửi phiếu đội số ${pad.performance.order}</button>
      </footer>
    </section>`;
}
