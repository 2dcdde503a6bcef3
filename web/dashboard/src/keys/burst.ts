/** A scanner types faster than anybody: signs at most this far apart. */
export const BETWEEN_MS = 35;
const SHORTEST = 4;

/** Tells a scanner's burst of signs that ends in Enter from a person's typing. */
export class Burst {
  #text = '';
  #last = 0;

  /** Takes a sign. True when it follows the one before too fast for a person. */
  sign(sign: string, at: number): boolean {
    const follows = this.#text !== '' && at - this.#last <= BETWEEN_MS;
    this.#text = follows ? this.#text + sign : sign;
    this.#last = at;
    return follows;
  }

  /** Takes Enter: what was scanned, when it was a scan. */
  enter(at: number): string | null {
    const text = this.#text;
    const scanned = text.length >= SHORTEST && at - this.#last <= BETWEEN_MS;
    this.#text = '';
    return scanned ? text : null;
  }
}
