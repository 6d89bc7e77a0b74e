/** A sheet that was sent: its honest state in large type, its marks, and what the judge may do next. */

import { html, nothing } from "../vendor/lit-html.js";
import { conferring } from "./conferring.js";
import { ICONS } from "./icons.js";
import { format, total } from "./points.js";
import { marksTable } from "./review.js";
import { aligned, team } from "./sheet.js";
import { inWords } from "./states.js";

/** The page of a sent sheet; a conflict shows both versions and lets the judge choose. */
export function sent(pad) {
  if (pad.standing.key === "conflict") return conflict(pad);
  return html`
    <section class="review-page" aria-label="Phiếu đã gửi của đội số ${pad.performance.order}">
      <div class="review-team">${team(pad)}${card(pad)}</div>
      <div class="review-marks">${marksTable(pad, pad.shownMarks, pad.shownRemark)}</div>
      ${conferring(pad)}
      <footer class="review-foot">${editButton(pad)}${nextButton(pad)}</footer>
    </section>`;
}

function card(pad) {
  const { key, receipt, version, reason } = pad.standing;
  const { look, sentence } = inWords(pad.standing, pad.kept);
  const why = REASONS[key] ?? (key === "returned" ? `Phiếu được gửi lại để ${pad.salutation} xem: ${reason}` : reason);
  return html`
    <div class="state-card ${look}">
      <p class="state-word" data-state>${ICONS[look]} <span>${sentence}</span></p>
      ${look === "look" && why ? html`<p>${why}</p>` : nothing}
      ${key === "draft" && pad.readOnly ? html`<p>Phiếu đang chấm dở không gửi được từ máy này nữa. Đề nghị ${pad.salutation} chấm trên máy đang dùng.</p>` : nothing}
      ${receipt && look === "received" ? html`<p class="receipt">Mã ${receipt} · bản ${version}</p>` : nothing}
    </div>`;
}

const NEEDS_CARE = ["returned", "refused", "reload"];

const REASONS = {
  signin: "Phiếu vẫn còn trên máy này. Đề nghị quét lại thẻ giám khảo để gửi tiếp.",
  reload: "Thể lệ vừa có bản mới. Phiếu vẫn còn trên máy này: đề nghị xem lại rồi gửi.",
};

function editButton(pad) {
  if (pad.viewOnly) return viewOnly(pad);
  const must = NEEDS_CARE.includes(pad.standing.key);
  return html`<button class="${must ? "primary" : "plain"} edit" @click=${() => pad.edit()}>${ICONS.pen} ${must ? "Sửa phiếu" : "Sửa"}</button>`;
}

function viewOnly(pad) {
  return html`<p class="quiet">${ICONS.locked} ${pad.viewOnly}</p>`;
}

function nextButton(pad) {
  const next = pad.unmarked[0];
  if (!next) return html`<button class="plain" @click=${() => pad.home()}>Về danh sách đội</button>`;
  return html`<button class="${NEEDS_CARE.includes(pad.standing.key) ? "plain" : "primary"}" @click=${() => pad.open(next)}>Chấm đội số ${next.order}: ${next.name}</button>`;
}

function conflict(pad) {
  const { entry, marks, remark } = pad.standing;
  const current = entry.answer.current ?? { marks: {}, remark: "" };
  return html`
    <section class="review-page conflict" aria-label="Hai bản khác nhau của đội số ${pad.performance.order}">
      <div class="review-team">
        ${team(pad)}
        <div class="state-card look">
          <p class="state-word" data-state>${ICONS.look} <span>Cần xem lại</span></p>
          <p>${entry.answer.message}</p>
        </div>
      </div>
      <table class="marks versions">
        <thead><tr><th scope="col"><span class="unseen">Tiêu chí</span></th><th scope="col">Bản trên máy này</th><th scope="col">Bản Tổ Thư ký đang có</th></tr></thead>
        <tbody>${pad.criteria.map((criterion) => pair(pad, criterion.name, marks[criterion.key], current.marks[criterion.key]))}</tbody>
        <tfoot>${pair(pad, "Tổng", total(pad.criteria, marks), total(pad.criteria, current.marks))}
          ${remark || current.remark ? html`<tr><th scope="row">Nhận xét</th><td class="said">${remark || "–"}</td><td class="said">${current.remark || "–"}</td></tr>` : nothing}
        </tfoot>
      </table>
      ${pad.readOnly ? html`<footer class="review-foot">${viewOnly(pad)}</footer>` : choices(pad)}
    </section>`;
}

function choices(pad) {
  return html`<footer class="review-foot choices">
    <button class="plain" @click=${() => pad.keepMine()}>Gửi bản trên máy này</button>
    <button class="plain" @click=${() => pad.keepTheirs()}>Giữ bản Tổ Thư ký đang có</button>
  </footer>`;
}

function pair(pad, name, mine, theirs) {
  const shown = (mark) => (mark === undefined ? html`<td class="quiet">chưa chấm</td>` : html`<td class="mark">${aligned(pad.criteria, format(mark))}</td>`);
  return html`<tr class=${mine === theirs ? "" : "differs"}><th scope="row">${name} ${mine === theirs ? nothing : html`<span class="range">khác nhau</span>`}</th>${shown(mine)}${shown(theirs)}</tr>`;
}
