/** Moves the bar of a long piece of work on, and loads the page anew when it has ended; a lost connection is asked again. */

const bar = document.querySelector("#viec progress");
const words = document.querySelector("#viec .progress-line b");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "application/json" } });
    const job = await answer.json();
    if (job.state !== "running") return location.reload();
    bar.value = job.done;
    words.textContent = `${job.done}/${job.total}`;
  } catch {
    // The next look may succeed.
  }
  setTimeout(look, 700);
}

setTimeout(look, 700);
