/** Keys of one sign that wait until it is known that no scanner sent them; then they act in order. */
export class Held {
  #waiting: (() => void)[] = [];
  #back: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ms: number;
  readonly #isScan: () => boolean;

  constructor(ms: number, isScan: () => boolean) {
    this.#ms = ms;
    this.#isScan = isScan;
  }

  hold(act: () => void): void {
    this.#waiting.push(act);
    this.#wait();
  }

  /** Lets a key act at once that can be taken back, should it prove to be a scanner's. */
  atOnce(act: () => void, back: () => void): void {
    this.release();
    act();
    this.#back = back;
    this.#wait();
  }

  /** Lets them act now, before another key does. */
  release(): void {
    for (const act of this.#end().waiting) act();
  }

  /** Forgets them, and takes back what acted at once. */
  drop(): void {
    this.#end().back?.();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#isScan() ? this.drop() : this.release()), this.#ms);
  }

  #end() {
    const [waiting, back] = [this.#waiting, this.#back];
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#back = undefined;
    return { waiting, back };
  }
}
