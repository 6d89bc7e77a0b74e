// A button that prints the page; without JavaScript the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A paper that is wider than the screen is drawn smaller, so that all of it is seen; print.css prints it in its own size.
const WIDE = { "--fit-upright": 210, "--fit-lying": 297 }; // mm
const MM = 96 / 25.4;
const desk = document.querySelector(".desk-of-papers");
function fit() {
  const { paddingLeft, paddingRight } = getComputedStyle(desk);
  const room = desk.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  for (const [name, wide] of Object.entries(WIDE)) desk.style.setProperty(name, String(Math.min(1, room / (wide * MM))));
}
if (desk) {
  fit();
  addEventListener("resize", fit);
}
