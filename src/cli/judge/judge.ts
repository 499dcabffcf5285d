import { messageOf } from '../../http/describe-thrown.ts';
import type { ServeCommand } from '../parse-command.ts';
import type { StartPlace } from '../process/start-place.ts';
import type { Terminal } from '../terminal.ts';
import { JudgeChild, type LostJudge } from './judge-child.ts';
import { type BegunTask, type Judgement, type JudgeTask, NOTHING_READ } from './judge-messages.ts';

export interface JudgeOptions extends Pick<JudgeTask, 'file' | 'purpose' | 'examples' | 'color'> {
  readonly place: StartPlace;
  /** How long a process waits for the next task; Infinity: one always waits. */
  readonly waitMs: number;
  /** Called while examples run. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** After this many examples that have ended their process, the others are not run. */
const LOST_MAX = 5;

/** A manifest that was edited is often edited again. Then the memory is freed; under `--watch` a process always waits. */
const WAIT_MS = 60_000;

/** The judge of a server's reloads. */
export function judgeOf(
  { manifest, watch, examples }: ServeCommand,
  place: StartPlace,
  { color }: Pick<Terminal, 'color'>,
): Judge {
  const waitMs = watch ? Number.POSITIVE_INFINITY : WAIT_MS;
  return new Judge({ place, file: manifest, purpose: 'reload', examples, color, waitMs });
}

/** Judges a manifest in a process of its own: whatever its examples do there, this process goes on. */
export class Judge {
  readonly #options: JudgeOptions;
  #child: JudgeChild | undefined;
  /** Why no process could be had. */
  #fault = 'was stopped';
  #waits: NodeJS.Timeout | undefined;
  #judging = false;
  /** The code has changed since it began. */
  #outdated = false;
  #closed = false;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  /** Starts a process that waits. */
  prepare(): void {
    if (this.#closed || this.#child?.isFree === true) return;
    this.#child?.kill();
    try {
      this.#child = new JudgeChild(this.#options.place);
    } catch (error) {
      // There may be no free descriptors: the next task tries again.
      this.#child = undefined;
      this.#fault = `cannot be started: ${messageOf(error)}`;
    }
  }

  /** The handlers' code has changed: a process that has loaded the old code judges no more. */
  renew(): void {
    if (this.#judging) this.#outdated = true;
    else if (this.#child !== undefined) this.#wait(true);
  }

  /** Reads, lints and tries the manifest as it is now. Never rejects. One task at a time. */
  async judge(): Promise<Judgement> {
    clearTimeout(this.#waits);
    this.#judging = true;
    const judgement = await this.#ask();
    this.#judging = false;
    return judgement;
  }

  async #ask(): Promise<Judgement> {
    const { place, file, purpose, examples, color, onProgress = () => undefined } = this.#options;
    const { folder } = place;
    let begun: BegunTask | undefined;
    for (let lost = 1; ; lost++) {
      const waited = this.#child?.isFree === true;
      this.prepare();
      const child = this.#child;
      if (child === undefined) return wrong(file, this.#fault);
      const outcome = await child.ask({ file, folder, purpose, examples, color, begun }, onProgress);
      if (outcome.kind === 'judged') {
        this.#wait(outcome.spent || this.#outdated);
        return outcome.judgement;
      }
      // Who ends it while it waits, or is not there yet, has nothing to do with this task.
      const early = outcome.interrupted || (waited && outcome.examples === undefined);
      if (early && !this.#closed) continue;
      // Without its handlers it was lost as well: then they are not to blame.
      const inVain = outcome.examples === undefined && begun !== undefined && begun.example === undefined;
      if (inVain || this.#closed) return wrong(file, outcome.did);
      begun = goOnAfter(outcome, begun, lost >= LOST_MAX);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#waits);
    this.#discard();
  }

  #wait(spent: boolean): void {
    const { waitMs } = this.#options;
    this.#outdated = false;
    clearTimeout(this.#waits);
    if (spent) this.#discard();
    if (waitMs > 0) this.prepare();
    if (waitMs !== Number.POSITIVE_INFINITY) this.#waits = setTimeout(() => this.#discard(), waitMs).unref();
  }

  #discard(): void {
    this.#child?.kill();
    this.#child = undefined;
  }
}

function goOnAfter(
  { did, examples, begun, failed }: LostJudge,
  before: BegunTask | undefined,
  last: boolean,
): BegunTask {
  const resumed = before !== undefined && examples?.fingerprint === before.fingerprint;
  const known = [...(resumed ? before.failed : []), ...failed];
  if (examples === undefined || begun === 0)
    return { fingerprint: undefined, example: undefined, did, from: 0, failed: [] };
  const next = examples.from + begun;
  const { fingerprint, total } = examples;
  return { fingerprint, example: next - 1, did, from: last ? total : next, failed: known };
}

/** The judge itself failed. */
function wrong(file: string, did: string): Judgement {
  const rendered = `Cannot check ${file}: the process that checks it ${did}`;
  return { ...NOTHING_READ, rendered, parts: [] };
}
