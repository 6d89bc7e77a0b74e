/** Waiting that can be cut short, and random names. */

const FIRST = 500;
const LONGEST = 8000;

/** 128 random bits as 32 hex digits: `crypto.randomUUID` needs HTTPS, `getRandomValues` does not. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A loop's waiting: for a time, for longer and longer (0.5 to 8 s, with jitter), or until woken. */
export class Pause {
  #wake = null;
  #tries = 0;
  #woken = false;

  /** End the waiting now, or the next one before it begins; what follows is a first try again. */
  wake() {
    this.reset();
    if (this.#wake) this.#wake();
    else this.#woken = true;
  }

  /** The last try went well. */
  reset() {
    this.#tries = 0;
  }

  /** Wait so many milliseconds or until woken. */
  async for(milliseconds) {
    this.reset();
    await this.#sleep(milliseconds);
  }

  /** Wait until woken; looks again after 8 s, lest a wake-up got lost in a sleeping tab. */
  async forLong() {
    await this.#sleep(LONGEST);
  }

  /** Wait after a failed try: 0.5 s, doubled each time up to 8 s, a quarter more or less. */
  async backOff() {
    const mean = Math.min(LONGEST, FIRST * 2 ** this.#tries);
    this.#tries += 1;
    await this.#sleep(Math.min(LONGEST, Math.max(FIRST, mean * (0.75 + Math.random() / 2))));
  }

  async #sleep(milliseconds) {
    if (this.#woken) {
      this.#woken = false;
      return;
    }
    let clock;
    await new Promise((resolve) => {
      this.#wake = resolve;
      clock = setTimeout(resolve, milliseconds);
    });
    clearTimeout(clock);
    this.#wake = null;
  }
}
