import type { Change, ManifestWatcher, WatchPlan } from '../../manifest/watch-manifest.ts';
import type { Judge } from '../judge/judge.ts';
import type { Terminal } from '../terminal.ts';
import type { ReloadRounds } from './reload-rounds.ts';
import type { ServerCrew } from './server-crew.ts';

export interface ChangedFilesOptions {
  /** undefined: nobody watches. */
  readonly watcher: typeof ManifestWatcher | undefined;
  readonly env: Terminal['env'];
  readonly judge: Pick<Judge, 'renew'>;
  readonly crew: Pick<ServerCrew, 'needsReplacing' | 'replaceAll'>;
  readonly rounds: Pick<ReloadRounds, 'foresee' | 'want'>;
  say(words: string): void;
}

/** Puts changed files to use: a manifest by a reload of all processes, code by others that take their places. */
export class ChangedFiles {
  readonly #options: ChangedFilesOptions;
  readonly #watcher: ManifestWatcher | undefined;
  #handlers: string | undefined;
  #closed = false;

  constructor(options: ChangedFilesOptions) {
    this.#options = options;
    const { watcher, env, say } = options;
    this.#watcher =
      watcher &&
      new watcher({
        onStir: () => this.#stirred(),
        onChange: (changes) => this.#changed(changes, true),
        say,
        polls: pollsWanted(env),
      });
  }

  get isWatched(): boolean {
    return this.#watcher !== undefined;
  }

  /** Watches what a manifest was made of. One that cannot be read does not say where its code is: that stays watched. */
  follow(plan: WatchPlan): void {
    this.#handlers = plan.handlers ?? this.#handlers;
    this.#watcher?.follow({ ...plan, handlers: this.#handlers });
  }

  /** Somebody says that this has changed. */
  changed(change: Change): void {
    this.#changed(new Set([change]), false);
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
  }

  #stirred(): void {
    if (!this.#closed && !this.#options.crew.needsReplacing) this.#options.rounds.foresee();
  }

  #changed(changes: ReadonlySet<Change>, foreseen: boolean): void {
    const { judge, crew, rounds } = this.#options;
    if (this.#closed) return;
    if (changes.has('code')) judge.renew();
    if (changes.has('code') || crew.needsReplacing) crew.replaceAll();
    else rounds.want(foreseen);
  }
}

/** The variable that watchers of files are told by where there are no events, in containers above all. */
function pollsWanted({ CHOKIDAR_USEPOLLING: word = '' }: Terminal['env']): boolean {
  return !['', '0', 'false'].includes(word.toLowerCase());
}
