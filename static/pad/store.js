/** What this tablet keeps: drafts, commands and a few facts, in IndexedDB with strict durability. */

import { openDB } from "../vendor/idb.js";

const NAME = "cham-kheo";
const KEYS = {
  facts: (row) => row.name,
  drafts: (row) => `${row.owner} ${row.sheet}`,
  entries: (row) => row.command_id,
};

function upgrade(db) {
  for (const table of Object.keys(KEYS)) db.createObjectStore(table);
}

/** The tablet's store; `kept` turns false (and `ontrouble` is called) when the browser refuses to keep things. */
export class Store {
  #db = null;
  #memory = Object.fromEntries(Object.keys(KEYS).map((table) => [table, new Map()]));
  kept = true;
  ontrouble = () => {};

  /** Open the database; without one (a private window) everything stays in memory for as long as the page lives. */
  static async open() {
    const store = new Store();
    try {
      store.#db = await openDB(NAME, 1, { upgrade, terminated: () => store.#fail(), blocking: () => store.#db?.close() });
    } catch {
      store.kept = false;
    }
    return store;
  }

  #fail() {
    this.kept = false;
    this.ontrouble();
  }

  /** All rows of a table. */
  async all(table) {
    const rows = new Map();
    try {
      for (const row of (await this.#db?.getAll(table)) ?? []) rows.set(KEYS[table](row), row);
    } catch {
      this.#fail();
    }
    for (const [key, row] of this.#memory[table]) rows.set(key, row);
    return [...rows.values()].filter((row) => !row.gone);
  }

  /** The value of one fact, or `otherwise`. */
  async fact(name, otherwise = null) {
    return (await this.all("facts")).find((row) => row.name === name)?.value ?? otherwise;
  }

  /** Change rows in one transaction that is on the disk when this resolves: `[["drafts", "put" | "drop", row], …]`. */
  async change(changes) {
    try {
      if (!this.#db) throw new Error("no database");
      const names = [...new Set(changes.map(([table]) => table))];
      const transaction = this.#db.transaction(names, "readwrite", { durability: "strict" });
      await Promise.all([...changes.map((change) => apply(transaction, change)), transaction.done]);
      for (const [table, , row] of changes) this.#memory[table].delete(KEYS[table](row));
      this.kept = Object.values(this.#memory).every((rows) => rows.size === 0);
    } catch {
      for (const [table, verb, row] of changes) this.#memory[table].set(KEYS[table](row), { ...row, gone: verb === "drop" });
      this.#fail();
    }
  }
}

function apply(transaction, [table, verb, row]) {
  const rows = transaction.objectStore(table);
  return verb === "drop" ? rows.delete(KEYS[table](row)) : rows.put(row, KEYS[table](row));
}
