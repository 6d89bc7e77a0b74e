/** Hội ý: while the head judge keeps the sheets of a performance open, its judges see them side by side. */

import { html, nothing } from "../vendor/lit-html.js";
import { ICONS } from "./icons.js";
import { format, total } from "./points.js";
import { aligned } from "./sheet.js";

/** A calm line that leads to the team about which the panel confers, while another one is in hand. */
export function call(pad) {
  const elsewhere = pad.conferrings.find(({ sheet }) => sheet !== pad.sheet);
  const performance = elsewhere && pad.performances.find((one) => pad.keyOf(one) === elsewhere.sheet);
  if (!performance) return nothing;
  return html`<p class="banner calm">Ban Giám khảo đang hội ý về đội số ${performance.order}: ${performance.name}.
    <button class="plain small" @click=${() => pad.open(performance)}>Xem các phiếu</button></p>`;
}

/** All sheets of the performance in hand, this judge's own among them; nothing outside a conferring. */
export function conferring(pad) {
  const open = pad.conferrings.find(({ sheet }) => sheet === pad.sheet);
  if (!open) return nothing;
  return html`
    <section class="conferring" aria-labelledby="conferring">
      <h2 id="conferring">${ICONS.list} Hội ý: phiếu của Ban Giám khảo</h2>
      <p class="quiet">Đề nghị ${pad.salutation} giữ phiếu, hoặc bấm Sửa để chấm lại. Điểm trước và sau đều được ghi vào biên bản hội ý.</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Phiếu của các giám khảo">
        <table class="marks">
          <thead><tr><th scope="col"><span class="unseen">Tiêu chí</span></th>${open.judges.map((judge) => head(pad, judge))}</tr></thead>
          <tbody>${pad.criteria.map((criterion) => row(pad, open, criterion.name, (marks) => marks[criterion.key]))}</tbody>
          <tfoot>${row(pad, open, "Tổng", (marks) => (Object.keys(marks).length ? total(pad.criteria, marks) : undefined))}</tfoot>
        </table>
      </div>
    </section>`;
}

function head(pad, { number, name }) {
  const own = number === pad.seat.number;
  return html`<th scope="col" class=${own ? "own" : nothing}>${own ? "Phiếu của tôi" : `GK ${number}`}${name && !own ? html`<span class="range">${name}</span>` : nothing}</th>`;
}

function row(pad, { judges }, name, figure) {
  const cell = (mark) => (mark === undefined ? html`<td class="quiet">đang chấm lại</td>` : html`<td class="mark">${aligned(pad.criteria, format(mark))}</td>`);
  return html`<tr><th scope="row">${name}</th>${judges.map(({ marks }) => cell(figure(marks)))}</tr>`;
}
