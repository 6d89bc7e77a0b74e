// The whole form: the name, the sections that the server names, and above them a draft that was left unsaved.

import { html, nothing, render } from "../vendor/lit-html.js";
import { field, wrongs } from "./fields.js";
import { fields, strays } from "./records.js";

// What adds up beside what is stated.
export function sum(found) {
  if (!found || (!found.total && !found.stated)) return nothing;
  const tone = found.agrees === null ? "" : found.agrees ? "chip-jade" : "chip-cinnabar";
  const words = found.agrees === false ? `cộng được ${found.total || "?"}, ghi ${found.stated}` : `cộng được ${found.total || "…"}${found.agrees ? " ✓" : ""}`;
  return html`<span class="chip ${tone} sum">${words}</span>`;
}

export function page(ed) {
  const whole = ed.forms.rulebook;
  const section = ({ id, title, keys }) => {
    const known = keys.filter((key) => whole.rows.some((row) => row.key === key));
    return known.length ? html`<section class="rulebook-section ${id === "phan-thi" ? "" : "card-panel"}" aria-labelledby=${id}>
      <div class="section-line"><h2 id=${id} tabindex="-1">${title}</h2>${id === "tinh-diem" ? sum(ed.answer.total) : nothing}</div>
      ${id === "phan-thi" ? html`<p class="form-text">Bấm vào tên phần thi để mở ra sửa. Giữ phím Alt và bấm mũi tên lên, xuống cũng chuyển được mục đang đứng.</p>` : nothing}
      ${fields(ed, "rulebook", ed.draft, "", known)}</section>` : nothing;
  };
  const shownKeys = new Set(["name", ...ed.sections.flatMap(({ keys }) => keys)]);
  const rest = whole.rows.filter((row) => !shownKeys.has(row.key));
  return html`<div class="rulebook-name">${field(ed, whole.rows.find((row) => row.key === "name"), ed.draft, "")}</div>
    ${ed.draft.invented ? html`<p class="label-invented">Mẫu minh họa, số liệu tự đặt</p>` : nothing}
    ${wrongs(ed, "")} ${ed.sections.map(section)}
    ${rest.length ? html`<section class="card-panel"><h2>Mục khác</h2>${fields(ed, "rulebook", ed.draft, "", rest.map((row) => row.key))}</section>` : nothing}
    ${strays(ed, whole, ed.draft, "")}`;
}

// A draft that was not saved before the page was left: opened again only if the person wants it.
export function offer(ed, kept, drop) {
  const box = document.getElementById("rulebook-kept");
  const at = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" }).format(new Date(kept.at));
  box.querySelector(".kept-said").replaceChildren();
  const close = (work) => () => (work(), (box.hidden = true));
  render(html`<p class="alert-title">Trên máy này còn một bản đang sửa dở, chưa lưu (${at}).</p>
    <p class="actions"><button class="btn btn-primary" type="button" @click=${close(() => ed.takeKept(kept.draft, kept.base))}>Mở bản đang sửa dở</button>
    <button class="btn btn-outline-secondary" type="button" @click=${close(drop)}>Bỏ bản ấy</button></p>`, box.querySelector(".kept-said"));
  box.hidden = false;
}
