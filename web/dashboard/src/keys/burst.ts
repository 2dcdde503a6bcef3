/** A scanner types faster than anybody: signs at most this far apart, on a busy station too. */
const BETWEEN_MS = 60;
const SHORTEST = 4;

/** Tells a scanner's burst of signs that ends in Enter from a person's typing. */
export class Burst {
  #text = '';
  #last = 0;

  /** Takes a sign. */
  sign(sign: string, at: number): void {
    this.#text = at - this.#last <= BETWEEN_MS ? this.#text + sign : sign;
    this.#last = at;
  }

  /** Takes Enter: what was scanned, when it was a scan. */
  enter(at: number): string | null {
    const text = this.#text;
    const scanned = this.isLong && at - this.#last <= BETWEEN_MS;
    this.#text = '';
    return scanned ? text : null;
  }

  /** No sign came just before this one. */
  get isFirst(): boolean {
    return this.#text.length === 1;
  }

  /** Too many signs, too fast, to be keys that a person pressed. */
  get isLong(): boolean {
    return this.#text.length >= SHORTEST;
  }
}
