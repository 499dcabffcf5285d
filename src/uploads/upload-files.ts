/** More are never open at a time, however many files the system allows. */
const MAX = 256;

/** How many files of uploads a process can have open that can open so many beside its connections. */
export function uploadFilesMax(files: number): number {
  return Math.max(1, Math.min(Math.floor(files / 4), MAX));
}

/** The temporary files of all uploads: each is a descriptor, and stalled uploads must not take those that others need. */
export class UploadFiles {
  #left: number;
  readonly #waiting: (() => void)[] = [];

  constructor(max = MAX) {
    this.#left = max;
  }

  /** Resolves when one more can be open; give its place back. */
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
