/** Suggests names of units under a field marked data-units, as they are typed; without it the field is plain text. */

for (const field of document.querySelectorAll("input[data-units]")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-goi-y`;
  field.setAttribute("list", list.id);
  field.after(list);
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(field, list), 200);
  });
}

async function suggest(field, list) {
  try {
    const answer = await fetch(`/don-vi/goi-y?tim=${encodeURIComponent(field.value)}`);
    const names = await answer.json();
    list.replaceChildren(...names.map((name) => new Option("", name)));
  } catch {
    // Typing goes on without suggestions.
  }
}
