/** A large keypad for the PIN, so that no tablet keyboard is needed; without it the field works by itself. */

const field = document.getElementById("pin");
const keys = document.getElementById("pin-keys");
let sent = false;

function press(key) {
  if (sent) return; // a double tap on the last digit must not cost two tries
  field.value = key === "⌫" ? field.value.slice(0, -1) : (field.value + key).slice(0, field.maxLength);
  if (field.value.length === field.maxLength) field.form.requestSubmit();
}

function button(key) {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "key";
  one.textContent = key;
  if (key === "⌫") one.setAttribute("aria-label", "xóa");
  one.addEventListener("click", () => press(key));
  return one;
}

field.form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
// The page may come back from the browser's memory as it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  sent = false;
  field.value = "";
});

const gap = document.createElement("span");
keys.append(...[..."123456789"].map(button), gap, button("0"), button("⌫"));
keys.hidden = false;
field.inputMode = "none";
