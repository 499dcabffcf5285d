import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { Program } from '../../contract/program.ts';
import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import { counted } from '../../http/word-list.ts';
import type { Judgement } from '../judge/judge-messages.ts';
import type { Terminal } from '../terminal.ts';
import { waitingText } from './restart-settings.ts';

export interface ReloadOptions {
  readonly file: string;
  readonly terminal: Pick<Terminal, 'err'>;
  /** Goes to the working directory again, to which relative names belong. Returns in words why it cannot. */
  enter(): string | undefined;
  /** Passes on what is not read from the program itself. Returns in words why it cannot; then nothing has happened. */
  takeUp(program: Program): string | undefined;
  /** What of this program only takes effect after a restart, by the names in the manifest. */
  waiting(program: Program): readonly string[];
  /** The old program stays, and why: the mistakes, one a line. */
  onRefused(mistakes: string): void;
}

type HandOver = typeof import('../../manifest/hand-over.ts');

/** How one reload is carried out: by this process alone, or as a part of a reload of several processes. */
export interface ReloadAttempt {
  /** Has the manifest judged, or passes on what was found. */
  judge(): Promise<Judgement>;
  /** Whether to print success and warnings. Errors are always printed. */
  readonly aloud: boolean;
  /** All is well here: resolves to whether to use the program. */
  agree(): Promise<boolean>;
  /** It is active here. */
  taken(program: Program): void;
  /** Something is wrong, which has been printed. */
  refused(): void;
}

/**
 * Holds the active program. A new manifest is read, checked and tried in another process, and compiled here before the one
 * reference is swapped; if anything is wrong, nothing changes. Requests during a reload become one more, which finds the last state.
 */
export class Reloader {
  readonly #options: ReloadOptions;
  #handOver: HandOver | undefined;
  #program: Program;
  #wanted: ReloadAttempt | undefined;
  #running = false;
  #stopped = false;

  constructor(program: Program, options: ReloadOptions) {
    this.#program = program;
    this.#options = options;
  }

  readonly program = (): Program => this.#program;

  reload(attempt: ReloadAttempt): void {
    this.#wanted = attempt;
    if (!this.#running) void this.#run();
  }

  /**
   * Loads what a reload needs, and keeps it: Node.js caches a failed load, for example for want of open files. And it asks for the
   * file again each time, though another release may have taken the place of this one.
   */
  async prepare(): Promise<HandOver> {
    // Not at the start, which must be quick.
    this.#handOver ??= await import('../../manifest/hand-over.ts');
    return this.#handOver;
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
        const text = stackOf(error) ?? describeThrown(error);
        this.#refuse(attempt, text, text);
      }
    }
    this.#running = false;
  }

  async #attempt(attempt: ReloadAttempt): Promise<void> {
    const { file, terminal, enter, takeUp, waiting } = this.#options;
    const { isRight, diagnostics, rendered, parts } = await attempt.judge();
    if (this.#stopped) return;
    if (!isRight) {
      this.#refuse(attempt, rendered, mistakesIn(diagnostics) || rendered);
      return;
    }
    const nowhere = enter();
    if (nowhere !== undefined) {
      this.#refuse(attempt, nowhere, nowhere);
      return;
    }
    const { takeOver } = await this.prepare();
    const taken = await takeOver(parts);
    if (this.#stopped) return;
    const refused = taken.kind === 'rejected' ? mistakesIn(taken.diagnostics) : takeUp(taken.program);
    if (taken.kind === 'rejected' || refused !== undefined) {
      this.#refuse(attempt, [rendered, refused].filter((words) => words !== '').join('\n'), refused ?? '');
      return;
    }
    if (!(await attempt.agree())) {
      takeUp(this.#program);
      return;
    }
    this.#program = taken.program;
    attempt.taken(taken.program);
    if (!attempt.aloud) return;
    if (rendered !== '') terminal.err(rendered);
    const restart = waitingText(waiting(taken.program));
    const routes = counted(taken.program.routes.length, 'route');
    terminal.err(`${file}: reloaded, ${routes}${restart === '' ? '' : `; ${restart}`}`);
  }

  #refuse({ refused }: ReloadAttempt, words: string, mistakes: string): void {
    const { file, terminal, onRefused } = this.#options;
    if (this.#stopped) return;
    refused();
    terminal.err(`${words}\n${file}: not reloaded, the old manifest stays active`);
    onRefused(mistakes);
  }
}

/** The errors, one a line. */
function mistakesIn(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.map(oneLine).join('\n');
}

function oneLine({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column} ${code}: ${message}`;
}
