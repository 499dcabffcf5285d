import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { WatchPlan } from '../../manifest/watch-manifest.ts';
import { tell } from '../process/own-message.ts';

/** Which examples are run: safe ones ask for nothing that changes something. */
export type ExampleChoice = 'safe' | 'all' | 'none';

/** A task for a judge. */
export interface JudgeTask {
  readonly file: string;
  /** The working directory (start-place.ts): a process that waits for a task may be in one that is another by now. */
  readonly folder: string;
  /** `check` also finds what does not keep a manifest from running; a reload wants what it can compile. */
  readonly purpose: 'check' | 'reload';
  readonly examples: ExampleChoice;
  /** Whether findings are shown in colours. */
  readonly color: boolean;
  /** Set where another judge has begun this task, and was lost. */
  readonly begun: BegunTask | undefined;
}

/** What is known of a manifest whose examples have ended their judge. */
export interface BegunTask {
  /** Of the files; undefined: they were not read. If they have changed, everything starts again. */
  readonly fingerprint: string | undefined;
  /** The example that ended it; undefined: none had begun, so it was the handlers' module. */
  readonly example: number | undefined;
  /** In words that follow "it". */
  readonly did: string;
  /** The examples before this one were run. */
  readonly from: number;
  readonly failed: readonly FailedExample[];
}

/** An example, by its number, and what is wrong with it. */
export interface FailedExample {
  readonly example: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A report of a judge. */
export type JudgeReport =
  /** It has loaded its own code, of this version. */
  | { readonly kind: 'ready'; readonly version: string }
  /** The manifest is right so far; its examples are run, from this one on. */
  | { readonly kind: 'examples'; readonly fingerprint: string; readonly from: number; readonly total: number }
  | ({ readonly kind: 'failed' } & FailedExample)
  /** A part of what is right, in order. */
  | { readonly kind: 'part'; readonly text: string }
  /** `spent`: its examples have left something behind that still runs, so it gets no further task. */
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly spent: boolean };

/** Sends it to the process that asked. */
export function report(said: JudgeReport): void {
  tell(process, said);
}

export interface TriedExamples {
  readonly routes: number;
  readonly passed: number;
  readonly failed: number;
  /** How many of them change something. */
  readonly changing: number;
}

/** The findings about a manifest. */
export interface Verdict {
  /** Whether the manifest can be used. */
  readonly isRight: boolean;
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** All of them as text; empty if there are none. */
  readonly rendered: string;
  /** undefined: mistakes kept the examples from being run. */
  readonly tried: TriedExamples | undefined;
  /** Of the files that were read. */
  readonly fingerprint: string;
  /** Where a change means that the files must be read again; undefined: the judge was lost before it knew. */
  readonly watch: WatchPlan | undefined;
}

/** Of a manifest that was not read. */
export const NOTHING_READ: Omit<Verdict, 'rendered'> = {
  isRight: false,
  diagnostics: [],
  tried: undefined,
  fingerprint: '',
  watch: undefined,
};

/** A verdict, and the manifest's texts for `takeOver`; empty if something is wrong. */
export interface Judgement extends Verdict {
  readonly parts: readonly string[];
}

/** The descriptor to which a judge writes a byte when an example begins, and as a sign of life while one runs. */
export const PROGRESS_FD = 4;
export const BEGINS = 1;
export const LIVES = 0;
/** Its exit code if nothing is left to do while the handlers' module still waits at its top level: the one of Node.js. */
export const WAITS_FOR_EVER = 13;
