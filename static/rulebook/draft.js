// The draft of a rulebook: the same plain document that the server reads, changed in place, and the names of its items.

export const STAGES = [
  ["panel", "Điểm Ban Giám khảo"],
  ["factor", "Sau khi nhân hệ số"],
  ["part", "Điểm phần thi"],
  ["total", "Tổng điểm"],
];
const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;
const fresh = new WeakSet(); // items made on this page: their keys follow their names until they are saved

export const list = (owner, key) => {
  if (!Array.isArray(owner[key])) owner[key] = [];
  return owner[key];
};

// The place of an item as the server names it in a complaint: by its own key, else by its number.
export const place = (item, number) => (typeof item.key === "string" && KEY.test(item.key) ? item.key : String(number + 1));

const plain = (name) =>
  (name || "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 50);

const unused = (wanted, items, item) => {
  const taken = new Set(items.filter((each) => each !== item).map((each) => each.key));
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}_${number}`;
  return key;
};

export const add = (draft, items, item) => {
  fresh.add(item);
  if ("key" in item) item.key = unused(item.key, items, item);
  items.push(item);
  return item;
};

// Rename an item; a fresh one takes its key from its name, and tie steps that speak of it follow.
export const rename = (draft, items, item, name) => {
  item.name = name;
  if (!fresh.has(item) || !("key" in item)) return;
  const before = item.key;
  item.key = unused(plain(name) || before, items, item);
  if (items === draft.parts) {
    draft.ties = list(draft, "ties").map((step) => step.replace(`part:${before}`, `part:${item.key}`).replace(`criterion:${before}.`, `criterion:${item.key}.`));
  }
};

export const copyOf = (draft, items, item) => {
  const copied = structuredClone(item);
  copied.name = `${item.name || ""} (bản sao)`;
  fresh.add(copied);
  copied.key = unused(plain(copied.name) || "muc", items, copied);
  items.splice(items.indexOf(item) + 1, 0, copied);
};

export const move = (items, item, by) => {
  const from = items.indexOf(item);
  const to = from + by;
  if (to < 0 || to >= items.length) return;
  items.splice(from, 1);
  items.splice(to, 0, item);
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

export const shown = (value) => (value === undefined || value === null ? "" : String(value).replace(".", ","));

export const rounding = (draft, stage) => {
  const found = list(draft, "rounding").find((each) => each.stage === stage);
  return found ? String(found.decimals) : "";
};

export const setRounding = (draft, stage, decimals) => {
  const others = list(draft, "rounding").filter((each) => each.stage !== stage);
  if (decimals !== "") others.push({ stage, decimals: Number(decimals) });
  const order = STAGES.map(([key]) => key);
  draft.rounding = others.sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
};

// Each way to make a panel's figure: its name, whether judges mark, and the keys it takes with what they begin with.
const PLACES = { place_points: ["10", "8", "6", "5"] };
export const METHODS = {
  mean: { name: "Trung bình cộng các giám khảo", judged: true },
  trimmed_mean: { name: "Bỏ điểm cao nhất và thấp nhất", judged: true, keys: { drop: 1, at_least: 4, below: undefined } },
  median: { name: "Điểm đứng giữa", judged: true },
  sum: { name: "Cộng các phiếu", judged: true },
  rank_sum: { name: "Tổng hạng, rồi đổi hạng ra điểm", judged: true, keys: PLACES },
  majority: { name: "Đa số hạng, rồi đổi hạng ra điểm", judged: true, keys: PLACES },
  agreed: { name: "Một điểm chung, Tổ Thư ký nhập", judged: false },
  minutes: { name: "Chấm chung, một điểm theo biên bản", judged: false },
  quiz: { name: "Trắc nghiệm từng câu", judged: false, keys: { wrong: undefined, struck: undefined } },
  carried: { name: "Điểm mang từ vòng trước", judged: false },
  audience: { name: "Bình chọn của khán giả", judged: false },
};

export const takes = (panel, key) => key in (METHODS[panel.method]?.keys ?? {});

export const setMethod = (panel, method) => {
  panel.method = method;
  const keys = METHODS[method]?.keys ?? {};
  for (const key of Object.keys(panel)) if (key !== "method" && key !== "over" && !(key in keys)) delete panel[key];
  for (const [key, start] of Object.entries(keys)) if (start !== undefined) panel[key] ??= structuredClone(start);
  if (!METHODS[method]?.judged) delete panel.over;
};

export const setKind = (rule, kind) => {
  rule.kind = kind;
  if (kind === "overtime") {
    delete rule.points;
    delete rule.max_points;
    if (!list(rule, "bands").length) rule.bands.push({ from: 1, points: "0,25", per: "once" });
  } else {
    delete rule.bands;
    delete rule.grace;
  }
};

export const tieChoices = (draft) => {
  const choices = [];
  for (const part of list(draft, "parts")) {
    choices.push([`part:${part.key}`, `Điểm phần ${part.name || "…"} cao hơn`]);
    for (const criterion of list(part, "criteria")) {
      choices.push([`criterion:${part.key}.${criterion.key}`, `Tiêu chí ${criterion.name || "…"} (${part.name || "…"}) cao hơn`]);
    }
  }
  return [...choices, ["decision", "Quyết định của người có thẩm quyền, có biên bản"]];
};
