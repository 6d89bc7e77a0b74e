// How each kind of field is drawn; the rows themselves come from the server (contest/rulewords/rows.py).

import { html, nothing } from "../vendor/lit-html.js";
import { at, list, set, setWhole, shown } from "./draft.js";
import { firstUnused, offered, severalOf, withSeveral } from "./steps.js";
import { mover, records, record } from "./records.js";

export const idOf = (where) => `o-${where.replaceAll(".", "-")}`;

// The complaints of a place under its field, each with what to do.
export function wrongs(ed, where) {
  const found = ed.said(where);
  return found.length ? html`<div class="invalid-feedback" id=${`${idOf(where)}-error`}>${found.map((each) => html`<p>${each.short}${each.stray ? ed.takeOutButton(each.where) : ""}</p>`)}</div>` : nothing;
}

function framed(ed, row, where, control, after = nothing) {
  const bad = ed.said(where).length > 0;
  return html`<div class="field ${row.wide ? "field-wide" : ""} ${row.choices?.some?.(([, words]) => words?.length > 24) ? "field-long" : ""} field-${row.kind} field-of-${row.key}">
    <label class="form-label" for=${idOf(where)}>${row.label}</label>
    ${control(bad, [bad ? `${idOf(where)}-error` : "", row.help ? `${idOf(where)}-help` : ""].filter(Boolean).join(" "))}
    ${after} ${wrongs(ed, where)}
    ${row.help ? html`<p class="form-text" id=${`${idOf(where)}-help`}>${row.help}</p>` : nothing}
  </div>`;
}

function typed(keyboard, work, words = shown) {
  return (ed, row, owner, where) =>
    framed(ed, row, where, (bad, described) => html`<input class="form-control ${bad ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where} .value=${words(owner[row.key])}
      autocomplete="off" inputmode=${keyboard} placeholder=${row.empty} aria-invalid=${bad ? "true" : "false"} aria-describedby=${described || nothing}
      @input=${ed.typing(where, row.label, (event) => work(owner, row.key, event.target.value, ed, row))} />`,
    row.kind === "seconds" ? inMinutes(owner[row.key]) : nothing);
}

function inMinutes(value) {
  if (!Number.isInteger(value) || value < 60) return html`<p class="form-text">giây</p>`;
  return html`<p class="form-text">giây = ${Math.trunc(value / 60)} phút${value % 60 ? ` ${value % 60} giây` : ""}</p>`;
}

function choice(ed, row, owner, where) {
  const value = owner[row.key] ?? row.default ?? "";
  const known = row.choices.some(([name]) => name === value);
  const choices = known ? row.choices : [[value, value === "" ? "Đề nghị chọn" : `${value} (không có cách này)`], ...row.choices];
  return framed(ed, row, where, (bad, described) => html`<select class="form-select ${bad ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where} aria-describedby=${described || nothing}
    @change=${ed.change(`Đổi ${row.label}`, (event) => ed.choose(owner, row, event.target.value))}>
    ${choices.map(([name, words]) => html`<option value=${name} ?selected=${name === value}>${capital(words)}</option>`)}
  </select>`);
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

function yes(ed, row, owner, where) {
  return html`<div class="field field-yes"><label class="choice"><input class="form-check-input" type="checkbox" id=${idOf(where)} data-where=${where} .checked=${owner[row.key] === true}
    @change=${ed.change(`Đổi ${row.label}`, (event) => (event.target.checked ? (owner[row.key] = true) : delete owner[row.key]))} /><span>${row.label}</span></label>${wrongs(ed, where)}</div>`;
}

// A number of prizes, or all the teams that are left.
function count(ed, row, owner, where) {
  const rest = owner[row.key] === "rest";
  return html`<div class="count">${framed(ed, row, where, (bad, described) => html`<input class="form-control ${bad ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where} .value=${rest ? "" : shown(owner[row.key])}
      autocomplete="off" inputmode="numeric" placeholder=${rest ? "còn lại" : row.empty} ?disabled=${rest} aria-describedby=${described || nothing}
      @input=${ed.typing(where, row.label, (event) => setWhole(owner, row.key, event.target.value))} />`)}
    <label class="choice"><input class="form-check-input" type="checkbox" .checked=${rest} @change=${ed.change(`Đổi ${row.label}`, (event) => (event.target.checked ? (owner[row.key] = "rest") : (owner[row.key] = 1)))} /><span>Tất cả các đội còn lại</span></label></div>`;
}

const numbers = typed("text", (owner, key, text) => {
  const parts = text.split(/[;\s]+/).filter(Boolean);
  if (parts.length) owner[key] = parts;
  else delete owner[key];
}, (value) => (Array.isArray(value) ? value.map(shown).join("; ") : shown(value)));

// Several items of the rulebook by their keys: nothing ticked leaves the list out.
function several(from) {
  return (ed, row, owner, where) => ticks(ed, row.label, list(ed.draft, from), list(owner, row.key), where, row.help, (keys) => {
    if (keys.length) owner[row.key] = keys;
    else delete owner[row.key];
  });
}

function ticks(ed, label, items, chosen, where, help, work) {
  const tick = (item) => html`<label class="choice"><input class="form-check-input" type="checkbox" data-where=${where} .checked=${chosen.includes(item.key)}
    @change=${ed.change(`Đổi ${label}`, (event) => work(items.map(({ key }) => key).filter((key) => (key === item.key ? event.target.checked : chosen.includes(key)))))} /><span>${item.name || "…"}</span></label>`;
  return html`<fieldset class="field field-wide ticks"><legend class="form-label">${label}</legend>${items.filter(Boolean).map(tick)}
    ${help ? html`<p class="form-text">${help}</p>` : nothing}${wrongs(ed, where)}</fieldset>`;
}

function chooseStep(ed, label, table, step, where, work) {
  const groups = offered(table, ed.draft, step);
  const chosen = severalOf(table, step);
  return html`<div class="step">${framed(ed, { label, kind: "step", key: "step", wide: true }, where, (bad) => html`<select class="form-select ${bad ? "is-invalid" : ""}" id=${idOf(where)} data-where=${where}
      @change=${ed.change(`Đổi ${label}`, (event) => work(event.target.value))}>
      ${groups.filter(({ choices }) => choices.length).map(({ heading, choices }) => html`<optgroup label=${heading}>${choices.map(([each, words]) => html`<option value=${each} ?selected=${each === step}>${words}</option>`)}</optgroup>`)}
    </select>`)}
    ${chosen ? ticks(ed, "Các phần được cộng lại", list(ed.draft, "parts"), chosen, where, "", (keys) => work(withSeveral(step, keys))) : nothing}</div>`;
}

const step = (ed, row, owner, where) => chooseStep(ed, row.label, row.choices, owner[row.key], where, (chosen) => (owner[row.key] = chosen));

// The chain of steps for equal totals, in order.
function ties(ed, row, owner, where) {
  const items = list(owner, row.key);
  return html`<div class="field-wide"><ol class="plain-list items">${items.map((each, number) => html`<li class="item item-tie" data-item=${`${where}.${number + 1}`} .listed=${{ items, item: each, number }}>
      ${chooseStep(ed, `Bước ${number + 1}`, row.choices, each, `${where}.${number + 1}`, (chosen) => (items[number] = chosen))}
      ${mover(ed, items, number, `bước ${number + 1}`)}
    </li>`)}</ol>
    ${items.length ? nothing : html`<p class="nothing">Chưa có bước nào: các đội bằng điểm thì đồng hạng.</p>`}
    <button class="btn btn-outline-secondary" type="button" @click=${ed.change("Thêm bước xét", () => (owner[row.key] = [...items, firstUnused(row.choices, ed.draft, items)]))}>+ Thêm bước</button>
    ${wrongs(ed, where)}
    <p class="form-text">Đội nào không bước nào phân định được thì đồng hạng. Bước do người quyết định nên đứng cuối.</p></div>`;
}

// A line a stage: not rounded, or to so many decimals by a mode.
function rounding(ed, row, owner, where) {
  const form = ed.forms[row.of];
  const [stages, modes] = ["stage", "mode"].map((key) => form.rows.find((each) => each.key === key).choices);
  const items = list(owner, row.key);
  const order = stages.map(([name]) => name);
  const put = (stage, change) => {
    const found = items.find((each) => each.stage === stage);
    const others = items.filter((each) => each !== found);
    owner[row.key] = (change === null ? others : [...others, { ...(found ?? { stage }), ...change }]).sort((one, other) => order.indexOf(one.stage) - order.indexOf(other.stage));
    if (!owner[row.key].length) delete owner[row.key];
  };
  const line = ([stage, words]) => {
    const found = items.find((each) => each?.stage === stage);
    const here = `${where}.${found ? items.indexOf(found) + 1 : stage}`;
    const digits = [["", "Không làm tròn"], ...[0, 1, 2, 3, 4, 5, 6].map((each) => [String(each), each ? `${each} chữ số thập phân` : "Số nguyên"])];
    return html`<li class="rounding-line">${framed(ed, { label: words, kind: "choice", key: "decimals" }, `${here}.decimals`, () => html`<select class="form-select" id=${idOf(`${here}.decimals`)} data-where=${`${here}.decimals`}
        @change=${ed.change(`Đổi cách làm tròn`, (event) => put(stage, event.target.value === "" ? null : { decimals: Number(event.target.value) }))}>
        ${digits.map(([name, said]) => html`<option value=${name} ?selected=${name === (found ? String(found.decimals) : "")}>${said}</option>`)}</select>`)}
      ${found && modes.length > 1 ? framed(ed, { label: "Cách làm tròn", kind: "choice", key: "mode" }, `${here}.mode`, () => html`<select class="form-select" id=${idOf(`${here}.mode`)} data-where=${`${here}.mode`}
        @change=${ed.change("Đổi cách làm tròn", (event) => put(stage, { mode: event.target.value }))}>${modes.map(([name, said]) => html`<option value=${name} ?selected=${name === (found.mode ?? "half_up")}>${capital(said)}</option>`)}</select>`) : nothing}
      ${wrongs(ed, here)}</li>`;
  };
  return html`<div class="nested"><h3>${row.label}</h3><ul class="plain-list roundings">${stages.map(line)}</ul>${wrongs(ed, where)}</div>`;
}

export const KINDS = {
  text: typed("text", set),
  name: typed("text", (owner, key, text, ed) => ed.rename(owner, text)),
  points: typed("decimal", set),
  factor: typed("text", set),
  whole: typed("numeric", setWhole),
  seconds: typed("numeric", setWhole),
  choice, yes, count, numbers, step, ties, rounding, records, record,
  parts: several("parts"),
  tiers: several("prizes"),
};

export const field = (ed, row, owner, where) => (KINDS[row.kind] ?? KINDS.text)(ed, row, owner, at(where, row.key));
