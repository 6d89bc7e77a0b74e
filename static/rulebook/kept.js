// What is typed is kept on this machine until it is saved, so that no lost network and no closed page costs it.

export class Kept {
  #name;

  constructor(name) { this.#name = name; }

  read() {
    try {
      return this.#name ? JSON.parse(localStorage.getItem(this.#name)) : null;
    } catch {
      return null;
    }
  }

  // Gives whether the browser took it.
  write(draft, base) {
    if (!this.#name) return false;
    try {
      localStorage.setItem(this.#name, JSON.stringify({ draft, base, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.#name);
    } catch {
      // A browser that keeps nothing has nothing to drop.
    }
  }
}
