/** Typing paper sheets: Enter goes down and at the end saves; the total is shown live, in whole thousandths. */
const form = document.querySelector("form[data-entry]");
const marks = [...form.querySelectorAll("[data-mark]")];
const total = form.querySelector("[data-total]");

/** Thousandths of “8,5” or "8.5"; null for what is no mark. */
function thousandths(text) {
  const found = /^([0-9]{1,9})(?:[.,]([0-9]{1,3}))?$/.exec(text.trim());
  return found ? BigInt(found[1]) * 1000n + BigInt((found[2] ?? "").padEnd(3, "0")) : null;
}

function inWords(value) {
  const decimals = String(value % 1000n).padStart(3, "0").replace(/0+$/, "");
  return decimals ? `${value / 1000n},${decimals}` : String(value / 1000n);
}

/** Show the weighted sum of what can be read; a dash while a mark is missing. */
function add() {
  if (!total) return;
  let sum = 0n;
  let whole = true;
  for (const mark of marks) {
    const value = thousandths(mark.value);
    if (value === null) { whole = false; continue; }
    const [top, bottom = "1"] = mark.dataset.weight.split("/");
    sum += (value * BigInt(top)) / BigInt(bottom);
  }
  total.textContent = whole ? inWords(sum) : `${inWords(sum)} …`;
  total.classList.toggle("is-whole", whole);
}

// What the server said of a field stands until the field is changed.
const refused = new Map(marks.filter((mark) => mark.getAttribute("aria-invalid") === "true").map((mark) => [mark, mark.value]));

/** Say beside a field what cannot be a mark; what was typed stays. */
function check(mark) {
  const why = mark.closest(".entry-line")?.querySelector("[data-why]");
  if (!why || refused.get(mark) === mark.value) return;
  const value = thousandths(mark.value);
  const most = mark.dataset.max ? thousandths(mark.dataset.max) : null;
  why.textContent = "";
  if (mark.value.trim() && value === null) why.textContent = "Đề nghị nhập số như 8 hoặc 8,5.";
  else if (value !== null && most !== null && value > most) why.textContent = `Điểm tối đa là ${mark.dataset.max}. Đề nghị nhập lại.`;
  mark.classList.toggle("is-invalid", why.textContent !== "");
  mark.setAttribute("aria-invalid", String(why.textContent !== ""));
}

form.addEventListener("keydown", (event) => {
  const place = marks.indexOf(event.target);
  if (place < 0) return;
  const to = { Enter: place + 1, ArrowDown: place + 1, ArrowUp: place - 1 }[event.key];
  if (to === undefined || event.isComposing) return;
  event.preventDefault();
  if (marks[to]) marks[to].focus();
  else if (event.key === "Enter") form.requestSubmit();
});
form.addEventListener("input", add);
form.addEventListener("focusin", (event) => marks.includes(event.target) && event.target.select());
form.addEventListener("focusout", (event) => marks.includes(event.target) && check(event.target));
add();
