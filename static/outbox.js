/** The protocol's client half: keeps every sheet on this tablet and sends it until the server has answered for it. */

import { Pause, newId } from "./pad/pause.js";
import { isBegun } from "./pad/states.js";

export const PROTOCOL = 1;
const PULSE = 15000;
const ASKS_AGAIN = 3000; // while signed out: the judge may scan the card in another tab at any moment
const FINAL = { accepted: "received", duplicate: "received", conflict: "conflict", locked: "refused", invalid: "refused" };
const PARKED = ["unauthorised", "reload"];

/** The kept commands that still wait for their answer. */
export const isPending = (entry) => entry.state === "queued" || entry.state === "parked";

const byAge = (one, other) => one.body.device_seq - other.body.device_seq;

/**
 * Drafts and commands of one judge ("owner" is contest/seat/person) and the loop that delivers them.
 * A command is queued → received, conflict or refused; parked until sign-in or reload; settled when its judge chose
 * another. It is dropped only when the server says that the contest is sealed and knows its receipt.
 */
export class Outbox {
  #store;
  #transport;
  #election;
  #owner;
  #device = "";
  #sendPause = new Pause();
  #pulsePause = new Pause();
  #reloaded = true;
  #taps = 0;
  #told = "{}";
  entries = [];
  drafts = new Map();
  hello = null;
  clockOffset = 0;
  halted = null;
  inFlight = null;
  onchange = () => {};

  constructor({ store, transport, election, owner }) {
    this.#store = store;
    this.#transport = transport;
    this.#election = election;
    this.#owner = owner;
  }

  /** Read what is kept, then say hello and deliver for as long as the page lives. */
  async start() {
    this.#device = await this.#fact("device", newId());
    await this.refresh();
    this.#transport.onconnect = () => this.wake();
    this.#transport.onchanged = () => this.#pulsePause.wake();
    this.#transport.onlink = () => this.onchange();
    this.#election.onlead = () => this.#sendPause.wake();
    this.#election.onnews = () => this.refresh().then(() => this.#sendPause.wake());
    this.#store.ontrouble = () => this.onchange();
    this.#deliver();
    this.#pulse();
  }

  /** True while drafts and commands survive this page. */
  get kept() {
    return this.#store.kept;
  }

  /** True while the server answers. */
  get online() {
    return this.#transport.up;
  }

  /** Try at once: the link came back or the judge asked for it. */
  wake() {
    this.#pulsePause.wake();
    this.#sendPause.wake();
  }

  /** Read drafts and commands again: another tab of this device may have changed them. */
  async refresh() {
    const mine = (row) => row.owner === this.#owner;
    let [taps, entries, drafts] = [-1, [], []];
    // A tap during the reading makes it stale: what the judge sees must never fall behind what they typed.
    while (taps !== this.#taps) {
      taps = this.#taps;
      entries = await this.#store.all("entries");
      drafts = await this.#store.all("drafts");
    }
    this.entries = entries.filter(mine).sort(byAge);
    this.drafts = new Map(drafts.filter(mine).map((draft) => [draft.sheet, draft]));
    this.#tellDesk();
    this.onchange();
  }

  /** Keep what has been typed so far on a sheet: `texts` by criterion as typed, `remark`. */
  async saveDraft(sheet, texts, remark) {
    const draft = { owner: this.#owner, sheet, texts, remark, saved: false };
    this.drafts.set(sheet, draft);
    this.#taps += 1;
    this.#tellDesk();
    this.onchange();
    await this.#store.change([["drafts", "put", { owner: this.#owner, sheet, texts, remark, saved: true }]]);
    draft.saved = this.kept;
    this.#election.tell();
    this.onchange();
  }

  /** Keep a small fact of the screen, like the sheet in hand. */
  async remember(name, value) {
    await this.#store.change([["facts", "put", { name: `${name} ${this.#owner}`, value }]]);
  }

  /** A fact that `remember` kept, or null. */
  async remembered(name) {
    return this.#store.fact(`${name} ${this.#owner}`);
  }

  /** Forget a draft: the judge went back to what was sent. */
  async dropDraft(sheet) {
    await this.#change([["drafts", "drop", { owner: this.#owner, sheet }]]);
  }

  /** The version a new command on this sheet starts from: the newest that is known, waiting commands counted. */
  baseVersion(sheet) {
    const versions = this.entries.filter((entry) => entry.body.sheet === sheet).map(reached);
    return Math.max(0, this.hello?.sheets.find((row) => row.sheet === sheet)?.version ?? 0, ...versions);
  }

  /** The judge pressed Send: the draft becomes a command with an id that it keeps for ever; `settles` names a command that it replaces. */
  async submit(sheet, marks, remark, settles = null) {
    const seq = (await this.#store.fact("device_seq", 0)) + 1;
    const body = {
      command_id: newId(), sheet, base_version: this.baseVersion(sheet), marks, remark, rulebook_version: this.hello.rulebook.version,
      device: this.#device, device_seq: seq, device_time: new Date().toISOString(),
    };
    await this.#change([
      ["facts", "put", { name: "device_seq", value: seq }],
      ["entries", "put", { owner: this.#owner, command_id: body.command_id, state: "queued", body, answer: null }],
      ["drafts", "drop", { owner: this.#owner, sheet }],
      ...(settles ? [["entries", "put", { ...settles, state: "settled" }]] : []),
    ]);
    this.#sendPause.wake();
  }

  /** The judge chose against this command (a conflict, a refusal): it stays kept but is never sent again. */
  async settle(entry) {
    await this.#change([["entries", "put", { ...entry, state: "settled" }]]);
  }

  /** What the desk may know of sheets that it does not have: begun ("drafting") or waiting to be sent ("kept"). Never a mark. */
  #standings() {
    const begun = [...this.drafts.values()].filter(isBegun).map(({ sheet }) => [sheet, "drafting"]);
    const waiting = this.entries.filter(isPending).map(({ body }) => [body.sheet, "kept"]);
    return Object.fromEntries([...begun, ...waiting]);
  }

  #tellDesk() {
    if (JSON.stringify(this.#standings()) !== this.#told) this.#pulsePause.wake();
  }

  async #change(changes) {
    await this.#store.change(changes);
    await this.refresh();
    this.#election.tell();
  }

  async #fact(name, otherwise) {
    const value = await this.#store.fact(name, otherwise);
    await this.#store.change([["facts", "put", { name, value }]]);
    return value;
  }

  /* Delivery: one in flight per device, oldest first. */

  async #deliver() {
    for (;;) {
      const entry = this.#next();
      if (!entry) await this.#sendPause.forLong();
      else if (await this.#send(entry)) this.#sendPause.reset();
      else await this.#sendPause.backOff();
    }
  }

  #next() {
    // A tablet that was taken over delivers too: the server keeps it for the head judge, nothing counts by itself.
    const ready = this.#election.leading && this.hello && !this.halted;
    return ready ? this.entries.find((entry) => entry.state === "queued") : undefined;
  }

  async #send(entry) {
    this.inFlight = entry.command_id;
    this.onchange();
    const answer = await this.#transport.ask("submit", { protocol: PROTOCOL, owner: this.#owner, ...entry.body });
    this.inFlight = null;
    const known = answer && (answer.status in FINAL || PARKED.includes(answer.status));
    if (known) await this.#answered(entry, answer);
    this.onchange();
    return Boolean(known);
  }

  async #answered(entry, given) {
    const agreed = given.status === "conflict" && isSame(entry.body, given.current);
    const answer = agreed ? receivedAs(given) : given;
    const state = FINAL[answer.status] ?? "parked";
    if (state === "parked") this.halted = answer.status;
    await this.#change([["entries", "put", { ...entry, state, answer }]]);
    if (state === "parked" || given.status === "conflict" || this.#isForeign(answer.generation)) this.#pulsePause.wake();
  }

  #isForeign(generation) {
    return generation != null && generation !== this.hello?.generation;
  }

  /* Hello: at once on connect, when the doorbell rings, and every 15 s. */

  async #pulse() {
    for (;;) {
      const answer = await this.#ask();
      if (answer && answer.status !== "busy") await this.#pulsePause.for(this.halted ? ASKS_AGAIN : PULSE);
      else await this.#pulsePause.backOff();
    }
  }

  async #ask() {
    const generation = await this.#store.fact(`generation ${this.#owner}`);
    const sheets = this.entries.filter((entry) => entry.state === "received").map(claim);
    const states = this.#standings();
    this.#told = JSON.stringify(states);
    const body = { protocol: PROTOCOL, owner: this.#owner, device: this.#device, generation, sheets, states };
    const answer = await this.#transport.ask("hello", body);
    if (answer?.status === "accepted") await this.#welcome(answer, sheets, generation);
    else if (PARKED.includes(answer?.status)) this.halted = answer.status;
    this.onchange();
    return answer;
  }

  async #welcome(hello, claimed, generation) {
    if (hello.owner !== this.#owner) return this.onstranger();
    this.hello = hello;
    this.halted = null;
    this.clockOffset = Date.parse(hello.server_time) - Date.now();
    const lost = this.#lost(hello, claimed, generation);
    const changes = this.entries.map((entry) => [entry, this.#after(entry, hello, lost, claimed)]).filter(([entry, next]) => next !== entry);
    this.#reloaded = false;
    if (generation !== hello.generation) changes.push([null, { name: `generation ${this.#owner}`, value: hello.generation }]);
    if (changes.length) await this.#change(changes.map(asChange));
    return this.#sendPause.wake();
  }

  /** The server has fewer events than it acknowledged: another generation, an older version, an unknown receipt. */
  #lost(hello, claimed, generation) {
    const version = (sheet) => hello.sheets.find((row) => row.sheet === sheet)?.version ?? 0;
    const restored = generation !== null && generation !== hello.generation;
    return restored || hello.unknown_receipts.length > 0 || claimed.some((row) => version(row.sheet) < row.version);
  }

  /** What becomes of a kept command after a hello: itself, queued again, or null when it may be forgotten. */
  #after(entry, hello, lost, claimed) {
    const resumes = entry.answer?.status !== "reload" || (this.#reloaded && entry.body.rulebook_version === hello.rulebook.version);
    if (entry.state === "parked" && resumes) return { ...entry, state: "queued" };
    if (lost && (entry.state === "received" || entry.state === "refused")) return { ...entry, state: "queued" };
    const claimedNow = claimed.some((row) => row.receipt === entry.answer?.receipt);
    const safe = hello.sealed && !lost && entry.state === "received" && claimedNow;
    return safe ? null : entry;
  }

  /** The session belongs to another judge now; the page loads itself again. */
  onstranger() {
    location.reload();
  }
}

/** The version that a command made, or will make once it is accepted. */
function reached(entry) {
  if (entry.state === "received") return entry.answer.version;
  return isPending(entry) ? entry.body.base_version + 1 : 0;
}

/** The server has received just these marks and this remark already: nothing to choose between. */
function isSame({ marks, remark }, current) {
  if (current?.state !== "received" || current.remark !== remark) return false;
  const keys = Object.keys({ ...marks, ...current.marks });
  return keys.every((key) => marks[key] === current.marks[key]);
}

/** The answer to a sheet that stands at the server already; when it was received is told by the next hello. */
function receivedAs({ generation, current: { version, receipt } }) {
  return { status: "duplicate", generation, version, receipt };
}

function claim({ body, answer }) {
  return { sheet: body.sheet, version: answer.version, receipt: answer.receipt };
}

function asChange([entry, next]) {
  if (entry === null) return ["facts", "put", next];
  return next === null ? ["entries", "drop", entry] : ["entries", "put", next];
}
