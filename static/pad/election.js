/** One sending tab per device, elected over BroadcastChannel: Web Locks needs HTTPS, a hall's LAN has none. */

const BEAT = 1000;
const SILENCE = 3000;
const CLAIM = 250;

/** Tabs of one device; `leading` is true in at most one of them (two for a moment is safe: commands are idempotent). */
export class Election {
  #channel = new BroadcastChannel("cham-kheo");
  #id = crypto.getRandomValues(new Uint32Array(1))[0];
  #heard = 0;
  #claim = null;
  leading = false;
  onlead = () => {};
  onnews = () => {};

  constructor() {
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    setInterval(() => this.#tick(), BEAT);
    addEventListener("pagehide", () => this.#resign());
    addEventListener("pageshow", (event) => event.persisted && this.#stand());
    this.#stand();
  }

  /** Tell the other tabs that something kept on this device has changed. */
  tell() {
    this.#channel.postMessage({ kind: "news" });
  }

  #post(kind) {
    this.#channel.postMessage({ kind, id: this.#id });
  }

  #stand() {
    this.#post("claim");
    clearTimeout(this.#claim);
    this.#claim = setTimeout(() => this.#win(), CLAIM);
  }

  #win() {
    this.leading = true;
    this.#post("beat");
    this.onlead();
  }

  #yield() {
    clearTimeout(this.#claim);
    this.leading = false;
    this.#heard = Date.now();
  }

  #resign() {
    if (this.leading) this.#post("resign");
    this.#yield();
  }

  #tick() {
    if (this.leading) this.#post("beat");
    else if (Date.now() - this.#heard > SILENCE) this.#stand();
  }

  #hear({ kind, id }) {
    if (kind === "news") this.onnews();
    else if (kind === "resign") this.#stand();
    else if (kind === "claim" && (this.leading || id > this.#id)) this.#post("beat");
    else if (kind === "beat" && (!this.leading || id < this.#id)) this.#yield();
  }
}
