/** Marks as whole thousandths: reading what was typed, showing it with a decimal comma, and what a criterion allows. No floats. */

const UNIT = 1000;

/** Thousandths as people write them: 8500 → "8,5", 8000 → "8". */
export function format(thousandths) {
  const whole = Math.trunc(thousandths / UNIT);
  const rest = String(thousandths % UNIT).padStart(3, "0").replace(/0+$/, "");
  return rest ? `${whole},${rest}` : String(whole);
}

/** What was typed as thousandths, or null when it is not a finished number: "8,5" → 8500, "8," → null. */
export function parse(text) {
  const match = /^(\d{1,9})(?:,(\d{1,3}))?$/.exec(text);
  return match ? Number(match[1]) * UNIT + Number((match[2] ?? "").padEnd(3, "0")) : null;
}

const known = new Map();

/** Every mark the criterion allows, as text, so that "could more be typed?" is a question about prefixes. */
function allowed({ max, step }) {
  const key = `${max}/${step}`;
  if (!known.has(key)) {
    known.set(key, Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => format(index * step)));
  }
  return known.get(key);
}

/**
 * Where the typed text stands: "empty", "partial" (a start of something allowed), "open" (allowed, more may follow),
 * "final" (allowed, nothing may follow), "over" (above the maximum) or "step" (between two steps).
 */
export function judge(criterion, text) {
  if (text === "") return "empty";
  const value = parse(text);
  const extends_ = allowed(criterion).some((mark) => mark !== text && mark.startsWith(text));
  if (value !== null && value > criterion.max) return "over";
  if (value !== null && value % criterion.step === 0) return extends_ ? "open" : "final";
  return extends_ ? "partial" : "step";
}

/** The mark in thousandths when the text is one the criterion allows, else null. */
export function markOf(criterion, text) {
  const standing = judge(criterion, text);
  return standing === "open" || standing === "final" ? parse(text) : null;
}

/** How many decimals the steps of these criteria can show, so that a column of marks can stand on one comma. */
export function decimals(criteria) {
  return Math.max(0, ...criteria.map(({ step }) => (format(step).split(",")[1] ?? "").length));
}

/** What must follow a mark, unseen, to put its comma where the others stand: "14,5" of two decimals → "0", "8" → ",00". */
export function filler(text, places) {
  const shown = text.includes(",") ? text.length - text.indexOf(",") : 0;
  return ",000".slice(shown, places ? places + 1 : 0);
}

/** The range as it stands under every criterion: "0 – 8, bước 0,25". */
export function range({ max, step }) {
  return `0 – ${format(max)}, bước ${format(step)}`;
}

/** What to tell the judge about a text that cannot be sent, or "" when there is nothing to tell yet. */
export function complaint(criterion, text, salutation, left = false) {
  const standing = judge(criterion, text);
  const again = `Đề nghị ${salutation} nhập lại.`;
  if (standing === "over") return `Điểm tối đa là ${format(criterion.max)}. ${again}`;
  if (standing === "step" || (standing === "partial" && left)) {
    return `Điểm chấm theo bước ${format(criterion.step)}. ${again}`;
  }
  return "";
}

/** A weight like "1", "0.5" or "2/3" as a whole numerator and denominator. */
function fraction(weight) {
  const [above, below = "1"] = String(weight).split("/");
  const [whole, decimals = ""] = above.trim().replace(",", ".").split(".");
  return [BigInt(whole + decimals), BigInt(below.trim()) * 10n ** BigInt(decimals.length)];
}

/** The weighted sum of the marks in thousandths, half up where a weight does not come out even; `marks` may have gaps. */
export function total(criteria, marks) {
  let [above, below] = [0n, 1n];
  for (const { key, weight } of criteria) {
    const [over, under] = fraction(weight ?? "1");
    [above, below] = [above * under + BigInt(marks[key] ?? 0) * over * below, below * under];
  }
  return Number((2n * above + below) / (2n * below));
}
