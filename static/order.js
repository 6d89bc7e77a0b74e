// The running order as it is typed: each number once, moved up and down by keyboard; the server checks again.

function setUp(form) {
  const list = form.querySelector(".order-list");
  const said = form.querySelector("[data-said]");
  const rows = () => [...list.querySelectorAll("[data-team]")];
  const field = (row) => row.querySelector("input");
  // What the server said of a number left out: it stands until a number is typed there.
  const missing = new Map(rows().map((row) => [row, field(row).value.trim() ? "" : row.querySelector("[data-wrong]").textContent]));

  function wrong(row, words) {
    row.querySelector("[data-wrong]").textContent = words;
    field(row).classList.toggle("is-invalid", words !== "");
    field(row).setAttribute("aria-invalid", String(words !== ""));
  }

  function check() {
    const count = rows().length;
    const seen = new Map();
    let filled = 0;
    for (const row of rows()) {
      const typed = field(row).value.trim();
      let words = typed ? "" : missing.get(row);
      if (typed) {
        filled += 1;
        if (!/^\d+$/.test(typed) || Number(typed) < 1 || Number(typed) > count) words = `Số thứ tự phải từ 1 đến ${count}.`;
        else if (seen.has(Number(typed))) words = `Số ${Number(typed)} đã dùng cho đội khác.`;
        else seen.set(Number(typed), row);
      }
      wrong(row, words);
    }
    said.textContent = seen.size === count ? "Đã đủ, mỗi số một lần." : `Đã có ${seen.size}/${count} số${filled > seen.size ? ", có chỗ cần xem lại" : ""}.`;
  }

  function renumber() {
    rows().forEach((row, at) => (field(row).value = String(at + 1)));
    check();
  }

  function move(row, by) {
    const all = rows();
    const other = all[all.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    renumber();
    row.querySelector(`[data-move="${by}"]`).focus();
  }

  for (const moves of list.querySelectorAll(".order-moves")) moves.hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(button.closest("[data-team]"), Number(button.dataset.move));
  });
  list.addEventListener("input", check);
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    const all = rows();
    const next = all[all.indexOf(event.target.closest("[data-team]")) + 1];
    if (next) {
      event.preventDefault();
      field(next).focus();
      field(next).select();
    }
  });
  if (rows().some((row) => field(row).value)) check();
}

for (const form of document.querySelectorAll("[data-order]")) setUp(form);
