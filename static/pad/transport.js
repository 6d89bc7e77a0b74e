/** The two doors to the staff process: a socket event with acknowledgement, and an HTTP POST with the same body. */

import { io } from "../vendor/socket.io.js";

const TIMEOUT = 2500;
const PATIENCE = 3;

/** Asks the server; every question is answered with the server's object, or with null for silence. Never retries. */
export class Transport {
  #socket = io("/judge", { transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelay: 500, reconnectionDelayMax: 4000 });
  #failures = 0;
  #stranger = false;
  up = false;
  onconnect = () => {};
  onchanged = () => {};
  onlink = () => {};

  constructor() {
    this.#socket.on("connect", () => {
      this.#failures = 0;
      this.onconnect();
    });
    this.#socket.on("changed", () => this.onchanged());
    this.#socket.on("disconnect", () => this.onconnect());
  }

  /** Ask "hello" or "submit" through the socket, or through HTTP once the socket has failed three times in a row or is a stranger's. */
  async ask(event, body) {
    const byHttp = this.#stranger || this.#failures >= PATIENCE;
    const answer = byHttp ? await this.#post(event, body) : await this.#emit(event, body);
    if (answer === null) this.#fail();
    else this.#recognise(answer);
    this.#link(answer !== null || (this.up && this.#failures < 2));
    return answer;
  }

  // A socket speaks for ever for whom it was opened; a card that was scanned since in another tab is known to HTTP alone.
  #recognise({ status }) {
    const known = status !== "unauthorised";
    if (this.#stranger && known) this.#socket.disconnect().connect();
    this.#stranger = !known;
  }

  #fail() {
    this.#failures += 1;
    // An open socket that does not answer is a dead link which the heartbeat has not noticed yet.
    if (this.#failures === PATIENCE && this.#socket.connected) this.#socket.disconnect().connect();
  }

  #link(up) {
    if (up === this.up) return;
    this.up = up;
    this.onlink();
  }

  async #emit(event, body) {
    if (!this.#socket.connected) return null;
    try {
      return understood(await this.#socket.timeout(TIMEOUT).emitWithAck(event, body));
    } catch {
      return null;
    }
  }

  async #post(event, body) {
    const abort = new AbortController();
    const clock = setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const headers = { "Content-Type": "application/json" };
      const reply = await fetch(`/cham/${event}`, { method: "POST", headers, body: JSON.stringify(body), signal: abort.signal });
      return understood(await reply.json());
    } catch {
      return null;
    } finally {
      clearTimeout(clock);
    }
  }
}

/** An answer of ours has a status; anything else (a proxy's page, an empty acknowledgement) counts as silence. */
function understood(answer) {
  return answer && typeof answer.status === "string" ? answer : null;
}
