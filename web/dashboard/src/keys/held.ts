/** Keys of one sign that wait until it is known that no scanner sent them; then they act in order. */
export class Held {
  #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ms: number;
  readonly #isScan: () => boolean;

  constructor(ms: number, isScan: () => boolean) {
    this.#ms = ms;
    this.#isScan = isScan;
  }

  hold(act: () => void): void {
    this.#waiting.push(act);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#isScan() ? this.drop() : this.release()), this.#ms);
  }

  /** Lets them act now, before another key does. */
  release(): void {
    const waiting = this.#waiting;
    this.drop();
    for (const act of waiting) act();
  }

  /** Forgets them. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }
}
