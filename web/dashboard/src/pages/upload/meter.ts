/** How much of the past counts: long enough to be calm, short enough to be true. */
const WINDOW_MS = 8_000;

/** Measures how fast bytes leave. */
export class Meter {
  #marks: { at: number; bytes: number }[] = [];

  add(bytes: number, at: number): void {
    if (bytes <= 0) return;
    this.#marks.push({ at, bytes });
    this.#forget(at);
  }

  /** Bytes a second; none when nothing has moved for a while. */
  rate(now: number): number | null {
    this.#forget(now);
    const [first] = this.#marks;
    if (!first) return null;
    const bytes = this.#marks.reduce((sum, mark) => sum + mark.bytes, 0);
    return (1000 * bytes) / Math.max(1000, now - first.at);
  }

  #forget(now: number): void {
    while (this.#marks[0] && now - this.#marks[0].at > WINDOW_MS) this.#marks.shift();
  }
}
