/** The keypad as it is drawn: the criterion in hand, its mark in large figures, and the keys. */

import { isScale, layout, nudge, scale } from "./keypad.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ICONS } from "./icons.js";
import { complaint, format, range } from "./points.js";

const NAMES = { ",": "phẩy", back: "xóa", ",25": "phẩy hai mươi lăm", ",5": "phẩy năm", ",75": "phẩy bảy mươi lăm" };

/** The right-hand pane of a sheet in the making. */
export function keys(pad) {
  const { criterion, text } = pad;
  const warning = complaint(criterion, text, pad.salutation, pad.left);
  return html`
    <section class="keys" aria-label="Bàn phím chấm điểm">
      <p class="keys-for"><strong>${criterion.name}</strong> <span class="range">${range(criterion)}</span></p>
      <div class="value-row">
        ${step(pad, -1)}
        <output class="value ${warning ? "wrong" : ""}">${text || html`<span class="no-value">–</span>`}</output>
        ${step(pad, +1)}
      </div>
      <p class="warning ${warning ? "" : "hint"}" id="warning">${warning ? html`${ICONS.look} ${warning}` : pad.hint || nothing}</p>
      ${isScale(criterion) ? scaleKeys(pad) : numberKeys(pad)}
      <button class="next primary" @click=${() => pad.next()}>${pad.complete ? "Xem lại và gửi" : "Tiếp theo"}</button>
    </section>`;
}

function step(pad, direction) {
  const { criterion, text } = pad;
  const off = nudge(criterion, text, direction) === text;
  const sign = direction < 0 ? "−" : "+";
  const name = `${direction < 0 ? "Bớt" : "Thêm"} ${format(criterion.step)}`;
  return html`<button class="step" ?disabled=${off} aria-label=${name} @click=${() => pad.nudge(direction)}>
    ${sign}&#8239;${format(criterion.step)}
  </button>`;
}

function numberKeys(pad) {
  const key = ({ key, off = false, quick = false }) =>
    html`<button class="key ${quick ? "quick" : ""}" data-key=${key} ?disabled=${off} aria-label=${NAMES[key] ?? key} @click=${() => pad.press(key)}>
      ${key === "back" ? ICONS.back : key}
    </button>`;
  return html`<div class="grid">${layout(pad.criterion).flat().map(key)}</div>`;
}

function scaleKeys(pad) {
  const mark = (text) =>
    html`<button class="key" data-key=${text} aria-pressed=${pad.text === text} @click=${() => pad.choose(text)}>${text}</button>`;
  const back = html`<button class="key" data-key="back" aria-label="xóa" @click=${() => pad.press("back")}>${ICONS.back}</button>`;
  return html`<div class="grid">${scale(pad.criterion).map(mark)}${back}</div>`;
}
