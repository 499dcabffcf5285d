/** Limits how many do something at a time: the others wait, in the order in which they came. */
export class Places {
  #left: number;
  readonly #waiting: (() => void)[] = [];

  constructor(max: number) {
    this.#left = max;
  }

  /** Resolves when there is a place; give it back. */
  async take(): Promise<void> {
    if (this.#left > 0) this.#left -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#left += 1;
    else next();
  }
}
