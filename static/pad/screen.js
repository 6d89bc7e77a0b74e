/** The whole screen: who is signed in, the link, the strip of open teams, and the page in hand. */

import { html, nothing } from "../vendor/lit-html.js";
import { call } from "./conferring.js";
import { home, list } from "./home.js";
import { ICONS } from "./icons.js";
import { keys } from "./keys.js";
import { review } from "./review.js";
import { sent } from "./sent.js";
import { remark, sheet } from "./sheet.js";
import { inWords } from "./states.js";

const reloadButton = html`<button class="plain small" @click=${() => location.reload()}>Tải lại trang</button>`;

/** Before the first hello: nothing is known yet but whether the server wants a sign-in. */
export function waiting({ halted, online, outbox }) {
  const words = { unauthorised: "Máy này cần đăng nhập lại. Đề nghị quét lại thẻ giám khảo.", reload: html`Trang chấm vừa được cập nhật. ${reloadButton}` };
  const calm = online ? "Đang mở phiếu chấm…" : "Đang nối với máy của Tổ Thư ký…";
  const here = outbox.entries.length + outbox.drafts.size;
  return html`<section class="home"><h1>${words[halted] ?? calm}</h1>
    ${here ? html`<p class="lead">Các phiếu đã chấm vẫn còn nguyên trên máy này.</p>` : nothing}</section>`;
}

/** Everything a judge sees, from one state. */
export function screen(pad) {
  const marking = pad.page === "sheet" || pad.page === "remark";
  return html`
    ${bar(pad)}
    <div class="body ${marking ? "marking" : "reading"}">
      <div class="main">${banners(pad)}${call(pad)}${strip(pad)}${page(pad)}</div>
      ${pad.page === "sheet" ? keys(pad) : nothing}${pad.page === "remark" ? remark(pad) : nothing}
    </div>`;
}

function page(pad) {
  const pages = { sheet, remark: sheet, review, sent, list, home };
  return pages[pad.page](pad);
}

function bar(pad) {
  const { name, number, head } = pad.seat;
  return html`
    <header class="bar">
      <p class="who"><strong>${pad.title} ${name}</strong>
        <span class="quiet">${head ? "Trưởng ban · " : ""}Giám khảo số ${number}${pad.part && pad.page !== "list" ? ` · Phần ${pad.part.name}` : ""}${pad.contest.invented ? " · số liệu ví dụ" : ""}</span></p>
      <div class="owed">${pad.unsent ? html`<p class="pill draft">${ICONS.draft} Còn ${pad.unsent} phiếu chưa gửi</p>` : nothing}</div>
      <p class="pill link ${pad.online ? "received" : "offline"}">${pad.online ? ICONS.online : ICONS.offline} <span>${pad.online ? "Có mạng" : "Mất mạng"}</span></p>
      <button class="plain small own" @click=${() => pad.openList()}>${ICONS.list} <span>Phiếu của tôi</span></button>
    </header>`;
}

/** Calm lines under the bar; never a dialog. */
function banners(pad) {
  const lines = [
    [!pad.kept, "look", "Trình duyệt này không cho lưu trên máy (có thể đang ở chế độ riêng tư). Phiếu vẫn gửi được, nhưng đề nghị không đóng trang khi còn phiếu chưa gửi."],
    [pad.halted === "unauthorised", "look", `Máy này cần đăng nhập lại: đề nghị ${pad.salutation} quét lại thẻ giám khảo. Điểm đã chấm vẫn còn nguyên trên máy này.`],
    [pad.mustReload, "look", html`Trang chấm vừa được cập nhật. Điểm đã chấm vẫn còn nguyên trên máy này. ${reloadButton}`],
    [pad.readOnly, "look", `Phiếu của ${pad.salutation} đang được chấm trên một máy khác. Máy này chỉ còn để xem.`],
    [pad.sealed, "calm", "Hội thi đã chốt kết quả. Các phiếu chỉ còn để xem."],
    [!pad.online && !pad.halted, "calm", offline(pad)],
  ];
  return lines.filter(([shown]) => shown).map(([, look, words]) => html`<p class="banner ${look}">${words}</p>`);
}

function offline({ readOnly, title }) {
  if (readOnly) return "Đang mất mạng. Phiếu đã bấm Gửi trên máy này được chuyển để Trưởng Ban Giám khảo xem xét khi có mạng.";
  return `Đang mất mạng. ${title} cứ chấm tiếp: điểm được giữ trên máy này và tự gửi khi có mạng.`;
}

/** The open teams; the judge chooses, no team takes the screen by itself. */
function strip(pad) {
  if (pad.page === "list" || pad.page === "home" || pad.open_.length < 2) return nothing;
  return html`<nav class="strip" aria-label="Các đội đang mở"><ul>${pad.open_.map((one) => chip(pad, one))}</ul>
    ${pad.elsewhere ? html`<p class="elsewhere" role="status">${pad.elsewhere}</p>` : nothing}</nav>`;
}

function chip(pad, performance) {
  const key = pad.keyOf(performance);
  const { look, word } = inWords(pad.standingOf(key), pad.kept);
  const part = pad.hasOneOpenPart ? "" : ` · ${pad.partOf(performance).name}`;
  return html`<li><button class="chip" aria-current=${key === pad.sheet ? "true" : nothing} aria-label="Đội số ${performance.order}, ${performance.name}${part}: ${word}"
    @click=${() => pad.open(performance)}>
    <b>${performance.order}</b><span class="chip-name"><span class="chip-team">${performance.name}${part}</span><span class="chip-state ${look}">${ICONS[look]} ${word}</span></span>
  </button></li>`;
}
