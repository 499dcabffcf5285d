import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { WatchPlan } from '../../manifest/watch-manifest.ts';

/** What a judge is asked. */
export interface JudgeTask {
  readonly kind: 'judge';
  /** The manifest. */
  readonly file: string;
  /** The working directory (start-place.ts): whoever waits for a task may have been left in one that is another by now. */
  readonly folder: string;
  /** What for: `check` finds some more that keeps no manifest from running; a reload wants what it can compile. */
  readonly purpose: 'check' | 'reload';
  /** Whether findings are shown in colours. */
  readonly color: boolean;
  /** Where another judge has begun this, and was lost. */
  readonly begun: BegunTask | undefined;
}

/** What is known of a manifest whose examples have ended their judge. */
export interface BegunTask {
  /** Of the files; undefined: they were not read. Where they are others by now, all begins again. */
  readonly fingerprint: string | undefined;
  /** The example that did it; undefined: none had begun, so it was the handlers' module. */
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

/** What a judge says. */
export type JudgeReport =
  /** It has loaded its own code, of this version. */
  | { readonly kind: 'ready'; readonly version: string }
  /** The manifest is right as far as it was read; its examples are run, from this one on. */
  | { readonly kind: 'examples'; readonly fingerprint: string; readonly from: number; readonly total: number }
  | ({ readonly kind: 'failed' } & FailedExample)
  /** A part of what is right, in order. */
  | { readonly kind: 'part'; readonly text: string }
  /** `spent`: its examples have left something behind that is still at work, so this judge is not to be asked again. */
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly spent: boolean };

/** What was found of a manifest. */
export interface Verdict {
  /** Whether it may be used. */
  readonly isRight: boolean;
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** All of them for people; empty where there is none. */
  readonly rendered: string;
  /** undefined: mistakes kept the examples from being run. */
  readonly tried: { readonly routes: number; readonly passed: number; readonly failed: number } | undefined;
  /** Of the files that were read. */
  readonly fingerprint: string;
  /** Where a change means that they are to be read again; undefined: the judge was lost before it could say. */
  readonly watch: WatchPlan | undefined;
}

/** A verdict, and what was found right: for `takeOver`; empty where something is wrong. */
export interface Judgement extends Verdict {
  readonly parts: readonly string[];
}

/** The descriptor to which a judge writes, a byte each time, that an example begins, or that it is not stuck in one. */
export const PROGRESS_FD = 4;
export const BEGINS = 1;
export const LIVES = 0;
/** Its exit code where nothing is left to do, and the handlers' module still waits at its top level: as that of Node.js. */
export const WAITS_FOR_EVER = 13;

/** Whether this is a message of ours: tsx sends its own over the same channel. */
export function isJudgeReport(message: unknown): message is JudgeReport {
  return kindOf(message, ['ready', 'examples', 'failed', 'part', 'verdict']);
}

/** As `isJudgeReport`, at the other end. */
export function isJudgeTask(message: unknown): message is JudgeTask {
  return kindOf(message, ['judge']);
}

function kindOf(message: unknown, kinds: readonly string[]): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && kinds.includes(String(message.kind));
}
