/** Work that can pause at each `yield`. */
export type Steps<Result> = Generator<void, Result>;

/** Long enough for some work, short enough for a visitor who waits meanwhile. */
const SLICE_MS = 8;

/** Without a pause: nobody waits yet. */
export function runAtOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** In slices of a few milliseconds; connections have their turn in between. */
export async function runInSlices<Result>(steps: Steps<Result>): Promise<Result> {
  let startedMs = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - startedMs < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    startedMs = performance.now();
  }
}
