// Beside the form: the mistakes, what the draft changes, and the judge's screen of the part in hand.

import { html, nothing, render } from "../vendor/lit-html.js";
import { list } from "./draft.js";

const PICTURE = [1180, 820];

export function drawMistakes(ed, root) {
  root.hidden = !ed.answer.complaints.length;
  root.querySelector("h2").textContent = `Còn ${ed.answer.complaints.length} chỗ cần sửa`;
  const line = (each) => html`<li><a href="#rulebook-editor" @click=${(event) => ed.go(event, each.where)}>${each.message}</a>${each.stray ? ed.takeOutButton(each.where) : nothing}</li>`;
  render(ed.answer.complaints.map(line), root.querySelector(".mistakes"));
}

export function drawChanges(ed, root) {
  const { changes, good } = ed.answer;
  root.hidden = !changes.length;
  if (!good) root.hidden = true;
  root.querySelector("summary").textContent = `So với bản đã lưu: ${changes.length} chỗ khác`;
  render(changes.map((each) => html`<li>${each}</li>`), root.querySelector("ul"));
}

// The frame shows the part in hand; it is drawn at a tablet's size and made smaller.
export class Picture {
  #card;
  #frame;
  #part = 0;
  #criterion = "1";

  constructor(card) {
    this.#card = card;
    this.#frame = card.querySelector("iframe");
    [this.#frame.style.width, this.#frame.style.height] = PICTURE.map((each) => `${each}px`);
    new ResizeObserver(() => this.#fit()).observe(card.querySelector(".picture-hold"));
    card.querySelector("button").addEventListener("click", () => this.#enlarge(!card.classList.contains("is-large")));
    addEventListener("keydown", (event) => event.key === "Escape" && this.#enlarge(false));
  }

  #enlarge(large) {
    this.#card.classList.toggle("is-large", large);
    this.#card.querySelector("button").textContent = large ? "Thu nhỏ" : "Xem lớn";
  }

  #fit() {
    const hold = this.#card.querySelector(".picture-hold");
    const scale = hold.clientWidth / PICTURE[0];
    this.#frame.style.transform = `scale(${scale})`;
    hold.style.height = `${PICTURE[1] * scale}px`;
  }

  // Follow the hand: the part and the criterion that has the focus.
  follow(part, criterion) {
    this.#part = part;
    this.#criterion = String(criterion + 1);
  }

  draw(ed) {
    const parts = ed.answer.pictures;
    if (this.#part >= parts.length) this.#part = 0;
    const shown = parts[this.#part];
    const select = html`<label class="form-label" for="picture-part">Máy chấm của giám khảo, phần</label>
      <select class="form-select" id="picture-part" @change=${(event) => (this.follow(Number(event.target.value), 0), this.draw(ed))}>
        ${parts.map((part, number) => html`<option value=${number} ?selected=${number === this.#part}>${number + 1}. ${part.name}</option>`)}</select>`;
    render(parts.length ? select : nothing, this.#card.querySelector(".picture-part"));
    const empty = shown && !list(shown, "criteria").length;
    this.#card.hidden = !shown;
    const said = !shown?.judged ? "Phần này Tổ Thư ký nhập, giám khảo không chấm trên máy." : empty ? "Phần này chưa có tiêu chí nào." : "";
    this.#card.querySelector(".picture-said").textContent = said;
    this.#card.querySelector(".picture-hold").hidden = Boolean(said);
    if (shown && !said) this.#frame.contentWindow?.postMessage({ part: shown, criterion: this.#criterion }, location.origin);
  }
}
