import { join } from 'node:path';
import { FolderWatches } from './watch/folder-watches.ts';
import {
  type Change,
  differences,
  differencesSince,
  isFolder,
  matters,
  type Survey,
  surveyPlaces,
  type WatchPlan,
} from './watch/survey-places.ts';

export type { Change, WatchPlan } from './watch/survey-places.ts';

export interface WatcherOptions {
  /** The manifest has changed, it seems: whoever needs time to get ready can begin. Called again where it goes on changing. */
  onStir(): void;
  /** Called once for all that changes at about the same time, when it has been quiet for long enough to be whole. */
  onChange(changes: ReadonlySet<Change>): void;
  /** Tells people what cannot be watched. */
  say(words: string): void;
  /** Looks again and again, where the system has no events: on file systems of other machines. */
  readonly polls: boolean;
}

/** After so long without an event most saves are over. */
const STIR_MS = 60;
/** Who writes a file in place may pause: what is there by then is taken for a whole save. */
const QUIET_MS = 200;
/** By this much a file's time can lie behind the clock's. */
const FILE_TIME_LAG_MS = 10;
/** How often to look, without events; or less often, where a look takes long. */
const POLL_MS = 250;
const POLL_SHARE = 10;
/** A place that changes at each look is not waited for. */
const LOOKS_MAX = 5;

/** Notices changes of a manifest, its parts, its views, its certificates and its handlers' code, by whatever links these are reached. */
export class ManifestWatcher {
  readonly #options: WatcherOptions;
  readonly #watches = new FolderWatches((folder, name) => this.#happened(folder, name));
  #plan: WatchPlan | undefined;
  #survey: Survey | undefined;
  /** What the survey was made for. */
  #surveyed: WatchPlan | undefined;
  #changes = new Set<Change>();
  #stirs: NodeJS.Timeout | undefined;
  #settles: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  /** What was said last of what cannot be watched. */
  #said: string | undefined;
  #closed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** Watches these places from now on. No change since the plan's `sinceMs` is missed. */
  follow(plan: WatchPlan): void {
    if (this.#closed || (this.#plan !== undefined && placesOf(plan) === placesOf(this.#plan))) return;
    this.#plan = plan;
    const changes = this.#differences();
    if (changes.size > 0) this.#noticed(changes);
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#stirs, this.#settles, this.#poll]) clearTimeout(timer);
    this.#watches.close();
  }

  /** An event of the system. */
  #happened(folder: string, name: string | undefined): void {
    if (this.#closed || this.#survey === undefined) return;
    if (name === undefined) {
      this.#suspected();
      return;
    }
    const path = join(folder, name);
    const entry = this.#survey.entries.get(path);
    const open = this.#survey.open.get(folder) ?? new Set();
    const changes = entry?.means ?? new Set([...open].filter((change) => matters(name, change)));
    // A folder has events for what it is not watched for: whether it is another one is to be seen.
    if (entry?.kind === 'folder') this.#suspected();
    else if (changes.size > 0) this.#noticed(changes);
    else if (open.size > 0 && (isFolder(path) || this.#survey.open.has(path))) this.#suspected();
  }

  #noticed(changes: ReadonlySet<Change>): void {
    for (const change of changes) this.#changes.add(change);
    clearTimeout(this.#stirs);
    clearTimeout(this.#settles);
    this.#stirs = setTimeout(() => this.#stirred(), STIR_MS);
    this.#settles = setTimeout(() => this.#settled(), QUIET_MS);
  }

  /** Something may have changed. */
  #suspected(): void {
    this.#stirs ??= setTimeout(() => this.#stirred(), STIR_MS);
  }

  #stirred(): void {
    this.#stirs = undefined;
    for (const change of this.#differences()) this.#changes.add(change);
    if (this.#changes.size === 0) return;
    this.#settles ??= setTimeout(() => this.#settled(), QUIET_MS - STIR_MS);
    if (!this.#changes.has('code')) this.#options.onStir();
  }

  #settled(): void {
    this.#settles = undefined;
    // It goes on, and the events of it are still to come.
    const changes = this.#differences();
    if (changes.size > 0) {
      this.#noticed(changes);
      return;
    }
    const all = this.#changes;
    this.#changes = new Set();
    this.#options.onChange(all);
  }

  /** What has changed since the last look. */
  #differences(): ReadonlySet<Change> {
    if (this.#plan === undefined) return new Set();
    const { sinceMs } = this.#plan;
    const before = this.#survey;
    const samePlan = this.#surveyed === this.#plan;
    const after = this.#look(this.#plan);
    if (!after.whole) return new Set();
    return samePlan && before
      ? differences(before, after)
      : differencesSince(before, after, sinceMs - FILE_TIME_LAG_MS);
  }

  /** Watches what is there now. */
  #look(plan: WatchPlan): Survey {
    const startedMs = performance.now();
    let survey = surveyPlaces(plan);
    // What changed before its folder was watched shows in another look.
    for (let looks = 1; looks < LOOKS_MAX && this.#watch(survey); looks++) survey = surveyPlaces(plan);
    if (survey.whole) [this.#survey, this.#surveyed] = [survey, plan];
    this.#lookAgain(performance.now() - startedMs);
    return survey;
  }

  #watch(survey: Survey): boolean {
    return !this.#options.polls && this.#watches.turnTo(survey.folders);
  }

  /** Where events cannot be had, or not all. */
  #lookAgain(tookMs: number): void {
    const { unwatched } = this.#watches;
    const words = unwatched && `cannot watch "${unwatched.folder}" (${unwatched.code})`;
    if (words !== undefined && words !== this.#said) this.#options.say(`${words}: looks for changes from time to time`);
    this.#said = words;
    clearTimeout(this.#poll);
    if (!this.#options.polls && unwatched === undefined && this.#surveyed === this.#plan) return;
    this.#poll = setTimeout(() => this.#polled(), Math.max(POLL_MS, tookMs * POLL_SHARE)).unref();
  }

  #polled(): void {
    // A look is due anyway, and has to find what changes until then.
    if (this.#stirs !== undefined || this.#settles !== undefined) return;
    const changes = this.#differences();
    if (changes.size > 0) this.#noticed(changes);
  }
}

function placesOf({ files, folders, handlers }: WatchPlan): string {
  return JSON.stringify([files, folders, handlers]);
}
