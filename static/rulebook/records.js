// Records and lists of records: their fields, the rarer ones behind “Thêm lựa chọn”, and the buttons that order them.

import { html, nothing } from "../vendor/lit-html.js";
import { add, at, copyOf, list, move, place, remove } from "./draft.js";
import { field, wrongs } from "./fields.js";

// The rows that a record shows: those its choice takes, and all where nothing known is chosen.
function rowsOf(form, owner) {
  const chosen = form.by ? form.takes[owner[form.by]] : null;
  return chosen ? form.rows.filter((row) => chosen.includes(row.key)) : form.rows.filter((row) => !form.by || row.key === form.by || row.key === "name");
}

const used = (value) => value !== undefined && !(Array.isArray(value) && value.length === 0);

// All fields of a record, `brief` without the help that the one before it gave; what is written but has no field stands at the end, to be seen and taken out.
export function fields(ed, name, owner, where, keys = null, brief = false) {
  const form = ed.forms[name];
  const every = rowsOf(form, owner);
  const rows = keys ? keys.map((key) => every.find((row) => row.key === key)).filter(Boolean) : every;
  const [main, more] = [rows.filter((row) => !row.more), rows.filter((row) => row.more)];
  const inUse = more.filter((row) => used(owner[row.key]));
  const wrong = more.some((row) => ed.saidBelow(at(where, row.key)));
  return html`<div class="fields">${main.map((row) => field(ed, brief ? { ...row, help: "" } : row, owner, where))}</div>
    ${more.length ? html`<details class="more-fields" ?open=${wrong}><summary>Thêm lựa chọn${inUse.length ? html` <span class="in-use">đang dùng: ${inUse.map((row) => row.said).join(", ")}</span>` : nothing}</summary>
      <div class="fields">${more.map((row) => field(ed, row, owner, where))}</div></details>` : nothing}
    ${keys ? nothing : strays(ed, form, owner, where)}`;
}

export function strays(ed, form, owner, where) {
  const known = new Set(["key", ...rowsOf(form, owner).map((row) => row.key)]);
  const found = Object.keys(owner).filter((key) => !known.has(key) && (ed.said(at(where, key)).length || !form.rows.some((row) => row.key === key)));
  return found.length ? html`<ul class="plain-list strays">${found.map((key) => html`<li data-where=${at(where, key)} tabindex="-1"><span><b>${key}</b>: <code>${JSON.stringify(owner[key])}</code></span>
    ${ed.said(at(where, key)).length ? wrongs(ed, at(where, key)) : ed.takeOutButton(at(where, key))}</li>`)}</ul>` : nothing;
}

// Up, down, copy, remove, by number in the list; Alt with an arrow moves as well (editor.js).
export function mover(ed, items, number, what, copied = false) {
  const item = items[number];
  const button = (act, words, label, off, work) =>
    html`<button class="btn btn-outline-secondary btn-sm" type="button" data-act=${act} ?disabled=${off} aria-label=${label} @click=${work}>${words}</button>`;
  return html`<div class="moves" role="group" aria-label=${`Sắp xếp ${what}`}>
    ${items.length < 2 ? nothing : html`${button("up", "↑ Lên", `Đưa ${what} lên`, number === 0, ed.moving(items, item, number, -1, what))}
    ${button("down", "↓ Xuống", `Đưa ${what} xuống`, number === items.length - 1, ed.moving(items, item, number, 1, what))}`}
    ${copied ? button("copy", "Chép", `Chép ${what}`, false, ed.change(`Chép ${what}`, () => ed.show(copyOf(items, item)))) : nothing}
    ${button("remove", "Bỏ", `Bỏ ${what}`, false, ed.change(`Bỏ ${what}`, () => items.splice(number, 1), { undo: true }))}
  </div>`;
}

export function record(ed, row, owner, where) {
  const inner = owner[row.key] && typeof owner[row.key] === "object" ? owner[row.key] : {};
  // What is empty is left out whole, so that looking at it writes nothing.
  const tied = new Proxy(inner, {
    set: (target, key, value) => ((target[key] = value), (owner[row.key] = target), true),
    deleteProperty: (target, key) => (delete target[key], Object.keys(target).length || delete owner[row.key], true),
  });
  return html`<div class="nested nested-${row.of}"><h3>${row.label}</h3>${fields(ed, row.of, tied, where)}${wrongs(ed, where)}</div>`;
}

export function records(ed, row, owner, where) {
  const form = ed.forms[row.of];
  const items = list(owner, row.key);
  const one = (item, number) => (row.of === "part" ? part : line)(ed, row, items, item, number, `${where}.${place(item, number)}`);
  return html`<div class="nested nested-${row.of}">
    ${row.of === "part" ? nothing : html`<h3>${row.label}${row.of === "criterion" ? ed.sumOf(owner) : nothing}</h3>`}
    ${row.help ? html`<p class="form-text">${row.help}</p>` : nothing}
    ${items.length ? html`<ol class="plain-list items items-${row.of}">${items.map(one)}</ol>` : nothing}
    <button class="btn btn-outline-secondary add-${row.of}" type="button" @click=${ed.change(`Thêm ${form.one}`, () => ed.show(add(owner, row.key, form.fresh)))}>+ Thêm ${form.one}</button>
    ${wrongs(ed, where)}
  </div>`;
}

const titleOf = (form, item, number) => item?.name || `${form.one} ${number + 1}`;

function line(ed, row, items, item, number, where) {
  if (!item || typeof item !== "object") return html`<li class="item"><code>${JSON.stringify(item)}</code>${wrongs(ed, where)}</li>`;
  const title = titleOf(ed.forms[row.of], item, number);
  return html`<li class="item item-${row.of}" data-item=${where} .listed=${{ items, item, number }}>
    ${fields(ed, row.of, item, where, null, number > 0)}
    ${mover(ed, items, number, title, true)} ${wrongs(ed, where)} ${wrongs(ed, `${where}.key`)}
  </li>`;
}

// A part: its head opens and closes it, and can be moved while it is closed.
function part(ed, row, items, item, number, where) {
  if (!item || typeof item !== "object") return line(ed, row, items, item, number, where);
  const title = titleOf(ed.forms[row.of], item, number);
  const open = ed.isOpen(item) || ed.saidBelow(where);
  const body = `than-${where.replaceAll(".", "-")}`;
  const criteria = list(item, "criteria").length;
  return html`<li class="card-panel part" data-item=${where} data-part=${number} .listed=${{ items, item, number }}>
    <div class="part-head">
      <div class="part-title">
        <h3><button class="part-toggle" type="button" aria-expanded=${open ? "true" : "false"} aria-controls=${body} @click=${() => ed.toggle(item)}><span class="part-sign" aria-hidden="true">${open ? "−" : "+"}</span><span>${number + 1}. ${title}</span></button></h3>
        <p class="part-said">${criteria} tiêu chí ${ed.sumOf(item)}</p>
      </div>
      ${mover(ed, items, number, `phần ${title}`, true)}
    </div>
    <div class="part-body" id=${body} ?hidden=${!open}>${open ? fields(ed, row.of, item, where) : nothing}</div>
    ${wrongs(ed, where)} ${wrongs(ed, `${where}.key`)}
  </li>`;
}

export { move, remove };
