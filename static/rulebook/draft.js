// The draft of a rulebook: the same plain document that the server reads, changed in place; its items, and the way back.

const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;
const STEPS_KEPT = 100;
const fresh = new WeakSet(); // items made on this page: their keys follow their names until they are saved

export const list = (owner, key) => (Array.isArray(owner[key]) ? owner[key] : []);

// The list at a key, made when there is none: only for what changes it, so that looking never writes.
const own = (owner, key) => (owner[key] = list(owner, key));

// The place of an item as the server names it in a complaint: by its own key, else by its number.
export const place = (item, number) => (typeof item?.key === "string" && KEY.test(item.key) ? item.key : String(number + 1));

export const at = (where, key) => (where ? `${where}.${key}` : key);

const plain = (name) =>
  (name || "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 50);

const unused = (wanted, items, item) => {
  const taken = new Set(items.filter((each) => each !== item).map((each) => each?.key));
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}_${number}`;
  return key;
};

export const add = (owner, key, item) => {
  const items = own(owner, key);
  const made = structuredClone(item);
  fresh.add(made);
  if ("key" in made) made.key = unused(made.key, items, made);
  items.push(made);
  return made;
};

// Rename an item; a fresh one takes its key from its name, and whatever speaks of a part follows it.
export const rename = (draft, items, item, name) => {
  if (item.short_name === item.name) item.short_name = name;
  item.name = name;
  if (!fresh.has(item) || !("key" in item)) return;
  const before = item.key;
  item.key = unused(plain(name) || before, items, item);
  if (items === draft.parts) follow(draft, before, item.key);
};

const follow = (draft, before, after) => {
  const renamed = (step) => (typeof step === "string" ? step.replace(/^([a-z_]+):(.*)$/, (_, name, argument) => `${name}:${argument.split("+").map((each) => swap(each, before, after)).join("+")}`) : step);
  if (Array.isArray(draft.ties)) draft.ties = draft.ties.map(renamed);
  for (const special of list(draft, "special_prizes")) if (special?.by) special.by = renamed(special.by);
  for (const seat of list(draft, "seats")) if (Array.isArray(seat?.parts)) seat.parts = seat.parts.map((each) => (each === before ? after : each));
};

const swap = (argument, before, after) => (argument === before ? after : argument.startsWith(`${before}.`) ? after + argument.slice(before.length) : argument);

export const copyOf = (items, item) => {
  const copied = structuredClone(item);
  fresh.add(copied);
  if (typeof copied.name === "string") copied.name = `${copied.name} (bản sao)`;
  delete copied.short_name; // two parts of one short name could not be told apart: the copy goes by its name
  if ("key" in copied) copied.key = unused(plain(copied.name) || "muc", items, copied);
  items.splice(items.indexOf(item) + 1, 0, copied);
  return copied;
};

// Move an item one place; gives whether it could.
export const move = (items, item, by) => {
  const from = items.indexOf(item);
  const to = from + by;
  if (to < 0 || to >= items.length) return false;
  items.splice(from, 1);
  items.splice(to, 0, item);
  return true;
};

export const remove = (items, item) => items.splice(items.indexOf(item), 1);

// Set a text or number as typed; nothing typed leaves the key out, so that the server takes its default.
export const set = (owner, key, typed) => {
  const text = typed.trim();
  if (text === "") delete owner[key];
  else owner[key] = text;
};

// A whole number must be written as one; what is none stays a text, and the server says so.
export const setWhole = (owner, key, typed) => {
  set(owner, key, typed);
  if (/^\d{1,9}$/.test(owner[key] ?? "")) owner[key] = Number(owner[key]);
};

export const shown = (value) => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value).replace(/^(-?\d+)\.(\d+)$/, "$1,$2"));

// Take out what stands at a complaint's place; gives whether something stood there.
export const takeOut = (draft, where) => {
  const steps = where.split(".");
  const last = steps.pop();
  const owner = steps.reduce((here, step) => (Array.isArray(here) ? here.find((each, number) => place(each, number) === step) : here?.[step]), draft);
  return owner && typeof owner === "object" && last in owner ? delete owner[last] : false;
};

const cloned = (value) => {
  if (Array.isArray(value)) return value.map(cloned);
  if (!value || typeof value !== "object") return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cloned(each)]));
  if (fresh.has(value)) fresh.add(copy);
  return copy;
};

// The way back: what the draft was before each change, typing in one field counting as one.
export class History {
  #steps = [];
  #field = "";

  get last() { return this.#steps.at(-1)?.words ?? ""; }

  keep(draft, words, field = "") {
    if (field && field === this.#field) return;
    this.#field = field;
    this.#steps.push({ words, before: cloned(draft) });
    if (this.#steps.length > STEPS_KEPT) this.#steps.shift();
  }

  back(draft) {
    const step = this.#steps.pop();
    this.#field = "";
    if (!step) return "";
    for (const key of Object.keys(draft)) delete draft[key];
    Object.assign(draft, step.before);
    return step.words;
  }
}
