// A sheet on a tablet: a smaller and a larger step beside each mark, in whole thousandths so that 0,1 ten times is 1.

const thousandths = (typed) => {
  const found = /^\s*([0-9]{1,6})(?:[.,]([0-9]{1,3}))?\s*$/.exec(typed);
  return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) : null;
};

const written = (value) => {
  const rest = String(value % 1000).padStart(3, "0").replace(/0+$/, "");
  return `${Math.floor(value / 1000)}${rest ? `,${rest}` : ""}`;
};

const button = (sign, words, press) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-secondary sheet-step";
  made.textContent = sign;
  made.setAttribute("aria-label", words);
  made.addEventListener("click", press);
  return made;
};

for (const line of document.querySelectorAll(".sheet-mark")) {
  const field = line.querySelector("input");
  const name = document.querySelector(`label[for="${field.id}"]`).textContent;
  const step = thousandths(line.dataset.step);
  const most = thousandths(line.dataset.most);
  const move = (by) => {
    const now = thousandths(field.value);
    const next = now === null ? (by > 0 ? 0 : most) : Math.min(most, Math.max(0, now + by));
    field.value = written(next);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  field.before(button("−", `Bớt một bước: ${name}`, () => move(-step)));
  field.after(button("+", `Thêm một bước: ${name}`, () => move(step)));
}

// What was typed and not saved is not left by mistake.
const form = document.querySelector("form[data-sheet]");
let typed = false;
form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
