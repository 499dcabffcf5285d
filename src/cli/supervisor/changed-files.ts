import type { Change, ManifestWatcher, WatchPlan } from '../../manifest/watch-manifest.ts';
import type { Judge } from '../judge/judge.ts';
import type { ReloadRounds } from './reload-rounds.ts';
import type { ServerCrew } from './server-crew.ts';

export interface ChangedFilesOptions {
  /** undefined: nobody watches. */
  readonly watcher: typeof ManifestWatcher | undefined;
  readonly judge: Pick<Judge, 'renew'>;
  readonly crew: Pick<ServerCrew, 'needsReplacing' | 'replaceAll'>;
  readonly rounds: Pick<ReloadRounds, 'want'>;
}

/** Puts changed files to use: a manifest by a reload of all processes, code by others that take their places. */
export class ChangedFiles {
  readonly #options: ChangedFilesOptions;
  readonly #watcher: ManifestWatcher | undefined;
  #code: string | undefined;
  #closed = false;

  constructor(options: ChangedFilesOptions) {
    this.#options = options;
    const { watcher } = options;
    this.#watcher = watcher && new watcher((changes) => this.#changed(changes));
  }

  get isWatched(): boolean {
    return this.#watcher !== undefined;
  }

  /** Watches what a manifest was made of. One that cannot be read does not say where its code is: that stays watched. */
  async follow(plan: WatchPlan): Promise<void> {
    this.#code = plan.code ?? this.#code;
    await this.#watcher?.follow({ ...plan, code: this.#code });
  }

  /** Somebody says that this has changed. */
  changed(change: Change): void {
    this.#changed(new Set([change]));
  }

  close(): void {
    this.#closed = true;
    void this.#watcher?.close();
  }

  #changed(changes: ReadonlySet<Change>): void {
    const { judge, crew, rounds } = this.#options;
    if (this.#closed) return;
    if (changes.has('code')) judge.renew();
    if (changes.has('code') || crew.needsReplacing) crew.replaceAll();
    else rounds.want();
  }
}
