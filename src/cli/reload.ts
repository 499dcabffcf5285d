import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Program } from '../contract/program.ts';
import type { LoadResult } from '../manifest/load-manifest.ts';
import { waitingText } from './restart-settings.ts';
import type { Terminal } from './terminal.ts';

export interface ReloadOptions {
  /** The manifest. */
  readonly file: string;
  readonly terminal: Pick<Terminal, 'err' | 'color' | 'env'>;
  /** The files were read, whatever is in them. */
  onRead(loaded: LoadResult, sinceMs: number): void;
  /** Hands on what is not read from the program itself. In words why that cannot be; then nothing has happened. */
  takeUp(program: Program): string | undefined;
  /** What of this program only a restart would put in force, by the names in the manifest. */
  waiting(program: Program): readonly string[];
  /** The old program stays, and why: its mistakes, one a line. */
  onRefused(mistakes: string): void;
}

/** How one reload is carried out: by this process alone, or as a part of a reload of several processes. */
export interface ReloadAttempt {
  /** Whether to say that it is done, and what is doubtful. That something is wrong is always said. */
  readonly aloud: boolean;
  /** All is well here: resolves to whether the program is to be put in force. */
  agree(loaded: LoadResult): Promise<boolean>;
  /** It is in force here. */
  taken(program: Program): void;
  /** Something is wrong; what, is said. */
  refused(): void;
}

const ALONE: ReloadAttempt = {
  aloud: true,
  agree: () => Promise.resolve(true),
  taken: () => undefined,
  refused: () => undefined,
};

/**
 * Holds the program in force. A reload reads, checks and tries a whole manifest before the one reference is swapped; where
 * anything is wrong, nothing happened. One at a time: what is asked for meanwhile is one more, which finds the last state.
 */
export class Reloader {
  readonly #options: ReloadOptions;
  #program: Program;
  #wanted: ReloadAttempt | undefined;
  #running = false;
  #stopped = false;

  constructor(program: Program, options: ReloadOptions) {
    this.#program = program;
    this.#options = options;
  }

  /** The program in force. */
  readonly program = (): Program => this.#program;

  reload(attempt: ReloadAttempt = ALONE): void {
    this.#wanted = attempt;
    if (!this.#running) void this.#run();
  }

  /** The server stops: its program is its last. */
  stop(): void {
    this.#stopped = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted !== undefined && !this.#stopped) {
      const attempt = this.#wanted;
      this.#wanted = undefined;
      try {
        await this.#attempt(attempt);
      } catch (error) {
        // A mistake of ours: no reason to stop serving what was checked before.
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#refuse(attempt, text, text);
      }
    }
    this.#running = false;
  }

  async #attempt(attempt: ReloadAttempt): Promise<void> {
    const { file, terminal, takeUp, waiting } = this.#options;
    // Loaded when a server has started: 20 files that no start has to wait for.
    const { tryManifest } = await import('./try-manifest.ts');
    const { loaded, program, diagnostics, rendered } = await tryManifest(this.#options);
    if (this.#stopped) return;
    if (program === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      this.#refuse(attempt, rendered, errors.map(oneLine).join('\n'));
      return;
    }
    const refused = takeUp(program);
    if (refused !== undefined) {
      this.#refuse(attempt, [rendered, refused].filter((words) => words !== '').join('\n'), refused);
      return;
    }
    if (!(await attempt.agree(loaded))) {
      takeUp(this.#program);
      return;
    }
    this.#program = program;
    attempt.taken(program);
    if (!attempt.aloud) return;
    if (rendered !== '') terminal.err(rendered);
    const { length } = program.routes;
    const restart = waitingText(waiting(program));
    const routes = length === 1 ? '1 route' : `${length} routes`;
    terminal.err(`${file}: reloaded, ${routes}${restart === '' ? '' : `; ${restart}`}`);
  }

  #refuse({ refused }: ReloadAttempt, words: string, mistakes: string): void {
    const { file, terminal, onRefused } = this.#options;
    if (this.#stopped) return;
    refused();
    terminal.err(`${words}\n${file}: not reloaded, what was in force goes on`);
    onRefused(mistakes);
  }
}

function oneLine({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column} ${code}: ${message}`;
}
