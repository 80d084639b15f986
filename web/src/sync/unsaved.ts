/**
 * Counts what was typed here and isn't known to be on the server's disk.
 *
 * The server acknowledges by the number of update and step-2 messages of the socket that it has committed. A new
 * socket starts at zero, and everything unsaved then travels in its one step 2: that message covers all of it.
 */
export class Unsaved {
  #waiting: number;
  #waitingSince: number | null = null;
  #sent: { message: number; changes: number; at: number }[] = [];
  #messages = 0;
  #committed = 0;

  /** @param changes left over from an earlier page load, as the device's copy counted them. */
  constructor(changes = 0) {
    this.#waiting = changes;
  }

  get changes(): number {
    return this.#sent.reduce((sum, message) => sum + message.changes, this.#waiting);
  }

  /** Since when the server owes an answer for the oldest unsaved change, in milliseconds; null when it owes none. */
  get since(): number | null {
    return this.#sent.find(({ changes }) => changes > 0)?.at ?? this.#waitingSince;
  }

  /** The server has committed at least this socket's first message, the step 2: nothing older is unsaved. */
  get acknowledged(): boolean {
    return this.#committed > 0;
  }

  connected(at: number): void {
    if (this.#waiting > 0) this.#waitingSince = at;
  }

  changed(at: number, changes = 1): void {
    this.#waiting += changes;
    this.#waitingSince ??= at;
  }

  /** One update or step-2 message has left, carrying every change that was waiting. */
  sent(at: number): void {
    this.#messages += 1;
    this.#sent.push({ message: this.#messages, changes: this.#waiting, at });
    this.#waiting = 0;
    this.#waitingSince = null;
  }

  /** @param count cumulative for this socket, as the server sends it. */
  committed(count: number): void {
    this.#committed = Math.max(this.#committed, Math.min(count, this.#messages));
    this.#sent = this.#sent.filter(({ message }) => message > this.#committed);
  }

  /** The socket is gone: what it didn't acknowledge has to be sent again. */
  disconnected(): void {
    this.#waiting = this.changes;
    this.#waitingSince = null;
    this.#sent = [];
    this.#messages = 0;
    this.#committed = 0;
  }
}
