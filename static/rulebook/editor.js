// The rulebook's editor: draws the draft, sends it to the server to be checked as it is typed, shows sums and mistakes.

import { html, render } from "../vendor/lit-html.js";
import { add, copyOf, list, METHODS, move, place, remove, rename, rounding, set, setKind, setMethod, setRounding, setWhole, shown, STAGES, takes, tieChoices } from "./draft.js";

const form = document.getElementById("rulebook-form");
const root = document.getElementById("rulebook-editor");
const side = document.getElementById("rulebook-mistakes");
const state = document.getElementById("rulebook-state");
const draft = parse(form.elements.draft.value);
let answer = JSON.parse(document.getElementById("rulebook-first").value);
let waiting = 0;
let asked = 0;
let dirty = Boolean(answer.complaints.length);

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const said = (where) => answer.complaints.filter((each) => each.where === where);
const idOf = (where) => `o-${where.replaceAll(".", "-")}`;

function changed(work) {
  return (event) => {
    work(event);
    dirty = true;
    form.elements.draft.value = JSON.stringify(draft);
    draw();
    clearTimeout(waiting);
    waiting = setTimeout(check, 250);
  };
}

async function check() {
  const turn = (asked += 1);
  try {
    const response = await fetch(form.dataset.check, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(draft),
    });
    const body = await response.json();
    if (turn !== asked) return; // a later question is under way
    if (response.ok) answer = body;
    draw(response.ok ? "" : body.message);
  } catch {
    draw("Chưa hỏi được máy chủ. Nội dung vẫn còn trên trang; khi bấm Lưu sẽ được kiểm tra lại.");
  }
}

const wrongs = (where) => {
  const found = said(where);
  return found.length ? html`<div class="invalid-feedback" id=${`${idOf(where)}-error`}>${found.map((each) => html`<p>${each.short}</p>`)}</div>` : "";
};

function input(label, where, value, onInput, options = {}) {
  const bad = said(where).length > 0;
  return html`<div class="field ${options.size || ""}">
    <label class="form-label" for=${idOf(where)}>${label}</label>
    <input class="form-control ${bad ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where} .value=${value} autocomplete="off"
      inputmode=${options.keyboard || "text"} placeholder=${options.placeholder || ""} aria-invalid=${bad ? "true" : "false"}
      aria-describedby=${bad ? `${idOf(where)}-error` : ""} @input=${changed(onInput)} />
    ${wrongs(where)}
  </div>`;
}

const number = (label, where, owner, key, options = {}) =>
  input(label, `${where}${where ? "." : ""}${key}`, shown(owner[key]), (event) => set(owner, key, event.target.value), { keyboard: "decimal", size: "field-figure", ...options });

const whole = (label, where, owner, key, options = {}) =>
  input(label, `${where}${where ? "." : ""}${key}`, shown(owner[key]), (event) => setWhole(owner, key, event.target.value), { keyboard: "numeric", size: "field-figure", ...options });

const text = (label, where, owner, key, options = {}) =>
  input(label, `${where}${where ? "." : ""}${key}`, owner[key] ?? "", (event) => set(owner, key, event.target.value), options);

function choose(label, where, value, choices, onChange, size = "") {
  return html`<div class="field ${size}">
    <label class="form-label" for=${idOf(where)}>${label}</label>
    <select class="form-select ${said(where).length ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where} @change=${changed(onChange)}>
      ${choices.map(([key, words]) => html`<option value=${key} ?selected=${key === value}>${words}</option>`)}
    </select>
    ${wrongs(where)}
  </div>`;
}

function moves(items, item, what, copied = false) {
  const at = items.indexOf(item);
  return html`<div class="item-moves">
    <button class="btn btn-outline-secondary btn-sm" type="button" ?disabled=${at === 0} aria-label=${`Đưa ${what} lên`} @click=${changed(() => move(items, item, -1))}>↑</button>
    <button class="btn btn-outline-secondary btn-sm" type="button" ?disabled=${at === items.length - 1} aria-label=${`Đưa ${what} xuống`} @click=${changed(() => move(items, item, 1))}>↓</button>
    ${copied ? html`<button class="btn btn-outline-secondary btn-sm" type="button" aria-label=${`Chép ${what}`} @click=${changed(() => copyOf(draft, items, item))}>Chép</button>` : ""}
    <button class="btn btn-outline-secondary btn-sm" type="button" aria-label=${`Bỏ ${what}`} @click=${changed(() => remove(items, item))}>Bỏ</button>
  </div>`;
}

const adder = (words, work) => html`<button class="btn btn-outline-secondary" type="button" @click=${changed(work)}>+ ${words}</button>`;

function sum(found) {
  if (!found || (!found.total && !found.stated)) return "";
  const tone = found.agrees === null ? "" : found.agrees ? "chip-jade" : "chip-cinnabar";
  const words = found.agrees === false ? `cộng được ${found.total || "?"}, ghi ${found.stated}` : `cộng được ${found.total || "…"}${found.agrees ? " ✓" : ""}`;
  return html`<span class="chip ${tone} sum">${words}</span>`;
}

function criterion(part, items, item, at, where) {
  const here = `${where}.criteria.${place(item, at)}`;
  const name = item.name || `tiêu chí ${at + 1}`;
  return html`<li class="criterion">
    ${input("Tiêu chí", `${here}.name`, item.name ?? "", (event) => rename(draft, items, item, event.target.value), { size: "field-wide" })}
    ${number("Tối đa", here, item, "max_points")} ${number("Bước", here, item, "step")} ${number("Hệ số", here, item, "weight", { placeholder: "1" })}
    ${moves(items, item, name)} ${wrongs(here)} ${wrongs(`${here}.key`)}
  </li>`;
}

function band(rule, item, at, where) {
  const here = `${where}.bands.${at + 1}`;
  const per = [["once", "một lần"], ["full_minute", "mỗi phút đủ"], ["started_minute", "mỗi phút, lẻ tính tròn"]];
  return html`<li class="band">
    ${whole("Từ giây", here, item, "from")} ${whole("Trước giây", here, item, "until", { placeholder: "về sau" })} ${number("Trừ", here, item, "points")}
    ${choose("Tính", `${here}.per`, item.per || "once", per, (event) => (item.per = event.target.value))} ${moves(rule.bands, item, `mức ${at + 1}`)}
  </li>`;
}

function deduction(owner, rule, at, where) {
  const here = `${where}.${place(rule, at)}`;
  const items = owner.deductions;
  const kinds = [["flat", "Trừ theo lỗi"], ["overtime", "Trừ quá giờ"]];
  return html`<li class="deduction">
    <div class="item-line">
      ${input("Lỗi trừ điểm", `${here}.name`, rule.name ?? "", (event) => rename(draft, items, rule, event.target.value), { size: "field-wide" })}
      ${choose("Kiểu", `${here}.kind`, rule.kind, kinds, (event) => setKind(rule, event.target.value))}
      ${rule.kind === "overtime" ? whole("Châm chước", here, rule, "grace", { placeholder: "0 giây" }) : html`${number("Trừ đúng", here, rule, "points", { placeholder: "theo biên bản" })} ${number("hoặc nhiều nhất", here, rule, "max_points")}`}
      ${moves(items, rule, rule.name || "lỗi này")}
    </div>
    ${rule.kind === "overtime" ? html`<ol class="plain-list">${list(rule, "bands").map((item, index) => band(rule, item, index, here))}</ol>
      ${adder("Thêm mức quá giờ", () => rule.bands.push({ from: 60, points: "1", per: "once" }))} ${wrongs(`${here}.bands`)}` : ""}
    ${wrongs(here)}
  </li>`;
}

const deductions = (owner, where) => html`<ul class="plain-list deductions">${list(owner, "deductions").map((rule, at) => deduction(owner, rule, at, where))}</ul>
  ${adder("Thêm lỗi trừ điểm", () => add(draft, owner.deductions, { key: "loi", name: "", kind: "flat", points: "1" }))} ${wrongs(where)}`;

const WAYS = Object.entries(METHODS).map(([key, method]) => [key, method.name]);
const STRUCK = [["everyone", "mọi đội được điểm"], ["nobody", "không đội nào được điểm"], ["rescaled", "nhân điểm các câu còn lại"]];

function panel(part, where) {
  const own = (part.panel ??= { method: "mean" });
  const here = `${where}.panel`;
  return html`<div class="item-line">
    ${choose("Cách tính điểm Ban Giám khảo", `${here}.method`, own.method, WAYS, (event) => setMethod(own, event.target.value), "field-wide")}
    ${!METHODS[own.method]?.judged ? "" : choose("Tính trên", `${here}.over`, own.over || "sheets", [["sheets", "cả phiếu"], ["criteria", "từng tiêu chí"]], (event) => (own.over = event.target.value))}
    ${takes(own, "drop") ? html`${whole("Bỏ mỗi đầu", here, own, "drop")} ${whole("Khi có ít nhất (giám khảo)", here, own, "at_least")}
      ${choose("Nếu ít hơn", `${here}.below`, own.below || "mean", [["mean", "lấy trung bình cộng"], ["question", "hỏi Ban Tổ chức"]], (event) => (own.below = event.target.value))}` : ""}
    ${takes(own, "place_points") ? input("Điểm hạng nhất, nhì, ba …", `${here}.place_points`, (own.place_points ?? []).join("; "), (event) => (own.place_points = event.target.value.split(";").map((each) => each.trim()).filter(Boolean)), { size: "field-wide" }) : ""}
    ${takes(own, "wrong") ? html`${number("Sai bị trừ", here, own, "wrong", { placeholder: "không" })}
      ${choose("Câu bị hủy", `${here}.struck`, own.struck || "everyone", STRUCK, (event) => (own.struck = event.target.value))}` : ""}
  </div>${wrongs(here)}`;
}

function part(item, at) {
  const items = draft.parts;
  const where = `parts.${place(item, at)}`;
  const name = item.name || `phần ${at + 1}`;
  return html`<section class="card-panel part" aria-label=${`Phần ${at + 1}: ${item.name || ""}`}>
    <div class="row-line"><h2>${at + 1}. ${item.name || "Phần thi mới"}</h2> ${sum(answer.parts[at])} ${moves(items, item, `phần ${name}`, true)}</div>
    <div class="item-line">
      ${input("Tên phần thi", `${where}.name`, item.name ?? "", (event) => renamePart(items, item, event.target.value), { size: "field-wide" })}
      ${number("Điểm tối đa", where, item, "max_points")} ${number("Hệ số phần", where, item, "factor", { placeholder: "1" })}
      ${whole("Thời gian (giây)", where, item, "time_limit", { placeholder: "không" })} ${number("Lệch thì xem lại", where, item, "spread_tolerance", { placeholder: "không" })}
    </div>
    ${panel(item, where)}
    <h3>Tiêu chí</h3>
    <ol class="plain-list criteria">${list(item, "criteria").map((each, index) => criterion(item, item.criteria, each, index, where))}</ol>
    ${adder("Thêm tiêu chí", () => add(draft, item.criteria, { key: "tieu_chi", name: "", max_points: "5", step: "0,25" }))} ${wrongs(`${where}.criteria`)}
    <details class="part-more" ?open=${list(item, "deductions").length > 0}><summary>Trừ điểm riêng của phần này (${list(item, "deductions").length})</summary>${deductions(item, `${where}.deductions`)}</details>
    ${text("Ghi chú", where, item, "note")} ${wrongs(where)} ${wrongs(`${where}.key`)}
  </section>`;
}

function renamePart(items, item, name) {
  if (item.short_name === item.name) item.short_name = name;
  rename(draft, items, item, name);
}

function ties() {
  const items = list(draft, "ties");
  const choices = tieChoices(draft);
  const known = new Set(choices.map(([key]) => key));
  return html`<ol class="plain-list">
    ${items.map((step, at) => html`<li class="item-line">
      ${choose(`Bước ${at + 1}`, `ties.${at + 1}`, step, known.has(step) ? choices : [[step, `${step} (không còn)`], ...choices], (event) => (items[at] = event.target.value), "field-wide")}
      <div class="item-moves"><button class="btn btn-outline-secondary btn-sm" type="button" aria-label=${`Bỏ bước ${at + 1}`} @click=${changed(() => items.splice(at, 1))}>Bỏ</button></div>
    </li>`)}
  </ol>
  ${adder("Thêm bước", () => items.push(choices.map(([key]) => key).find((key) => !items.includes(key)) || "decision"))} ${wrongs("ties")}
  <p class="form-text">Đội nào không bước nào phân định được thì đồng hạng.</p>`;
}

function prizes() {
  const items = list(draft, "prizes");
  return html`<ol class="plain-list">
    ${items.map((item, at) => html`<li class="item-line">
      ${input("Tên giải", `prizes.${place(item, at)}.name`, item.name ?? "", (event) => rename(draft, items, item, event.target.value), { size: "field-wide" })}
      ${input("Số lượng", `prizes.${place(item, at)}.count`, item.count === "rest" ? "còn lại" : shown(item.count), (event) => setCount(item, event.target.value), { size: "field-figure", keyboard: "text" })}
      ${moves(items, item, item.name || `giải ${at + 1}`)}
    </li>`)}
  </ol>
  ${adder("Thêm giải", () => add(draft, items, { key: "giai", name: "", count: 1 }))} ${wrongs("prizes")}
  <p class="form-text">Giải cuối cùng có thể ghi “còn lại”: tất cả các đội chưa có giải.</p>`;
}

function setCount(item, typed) {
  setWhole(item, "count", typed);
  if (/^còn lại$/i.test(typed.trim().normalize("NFC"))) item.count = "rest";
}

function general() {
  const digits = [["", "không"], ["0", "0"], ["1", "1"], ["2", "2"], ["3", "3"]];
  return html`<section class="card-panel" aria-labelledby="tinh-hang">
    <div class="row-line"><h2 id="tinh-hang">Cách tính và xếp hạng</h2> ${sum(answer.total)}</div>
    <div class="item-line">
      ${number("Tổng điểm tối đa", "", draft, "max_total")} ${whole("Số chữ số thập phân hiển thị", "", draft, "decimals", { placeholder: "2" })}
      ${choose("Xếp hạng theo", "rank_on", draft.rank_on || "exact", [["exact", "điểm chưa làm tròn"], ["shown", "điểm hiển thị"]], (event) => (draft.rank_on = event.target.value))}
      ${choose("Đội không dự một phần", "not_present", draft.not_present || "zero", [["zero", "được 0 điểm phần đó"], ["unranked", "không xếp hạng"]], (event) => (draft.not_present = event.target.value))}
      ${number("Sát điểm thì nhắc", "", draft, "near_tie", { placeholder: "không" })}
    </div>
    <h3>Làm tròn (số chữ số thập phân; từ 5 trở lên làm tròn lên)</h3>
    <div class="item-line">${STAGES.map(([stage, words]) => choose(words, `rounding.${stage}`, rounding(draft, stage), digits, (event) => setRounding(draft, stage, event.target.value)))}</div>
    ${wrongs("rounding")}
  </section>`;
}

function page() {
  return html`<div class="page-head"><div class="rulebook-name">${text("Tên thể lệ", "", draft, "name")}</div></div>
    ${draft.invented ? html`<p class="label-invented">Mẫu minh họa, số liệu tự đặt</p>` : ""}
    ${list(draft, "parts").map(part)}
    <p>${adder("Thêm phần thi", () => add(draft, draft.parts, { key: "phan_thi", name: "", max_points: "10", panel: { method: "mean" }, criteria: [{ key: "tieu_chi_1", name: "Nội dung", max_points: "10", step: "0,25" }] }))} ${wrongs("parts")}</p>
    ${general()}
    <section class="card-panel" aria-labelledby="bang-diem"><h2 id="bang-diem">Khi bằng điểm</h2>${ties()}</section>
    <section class="card-panel" aria-labelledby="giai"><h2 id="giai">Cơ cấu giải</h2>${prizes()}</section>
    <section class="card-panel" aria-labelledby="tru-chung"><h2 id="tru-chung">Trừ điểm chung</h2>${deductions(draft, "deductions")}</section>
    <section class="card-panel" aria-labelledby="nguon"><h2 id="nguon">Nguồn và ghi chú</h2>
      ${text("Nguồn, căn cứ", "", draft, "source")} ${text("Ghi chú", "", draft, "note")}
      <label class="choice"><input class="form-check-input" type="checkbox" .checked=${Boolean(draft.invented)} @change=${changed((event) => (event.target.checked ? (draft.invented = true) : delete draft.invented))} /><span>Đây là mẫu minh họa, số liệu tự đặt</span></label>
    </section>`;
}

function draw(problem = "") {
  render(page(), root);
  side.hidden = !answer.complaints.length;
  const mistakes = answer.complaints.map((each) => html`<li><a href=${`#${idOf(each.where)}`} @click=${(event) => go(event, each.where)}>${each.message}</a></li>`);
  render(mistakes, side.querySelector(".mistakes"));
  const now = answer.complaints.length ? `Còn ${answer.complaints.length} chỗ cần sửa.` : dirty ? "Đúng thể thức, chưa lưu." : "Đã lưu.";
  state.textContent = problem || now;
}

// Go to the field that a mistake names, or to the nearest that stands around it.
function go(event, where) {
  event.preventDefault();
  const steps = where.split(".");
  for (; steps.length; steps.pop()) {
    const path = steps.join(".");
    const found = root.querySelector(`[data-where="${path}"], [data-where^="${path}."]`);
    if (found) {
      found.closest("details")?.setAttribute("open", "");
      found.focus();
      found.scrollIntoView({ block: "center" });
      return;
    }
  }
}

form.elements.draft.value = JSON.stringify(draft);
form.addEventListener("submit", () => (dirty = false));
addEventListener("beforeunload", (event) => dirty && !answer.complaints.length && event.preventDefault());
draw();
document.getElementById("chua-luu")?.focus();
