import { pause } from '../stress/figures.ts';
import type { Verdicts } from '../verdicts/verdicts.ts';
import { becomes } from './chaos-scene.ts';
import type { ChaosSite } from './chaos-site.ts';
import { type SteadyAnswer, SteadyClient } from './steady-client.ts';
import type { Windows } from './windows.ts';

/** A request that got its whole answer: it has one line, too. */
export interface Answered {
  readonly target: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface VisitorOptions {
  readonly port: number;
  readonly site: ChaosSite;
  readonly verdicts: Verdicts;
  readonly windows: Windows;
}

const KEEPERS = 4;
const PAUSE_MS = 25;
const REFUSED_MS_MAX = 5000;
const SEEN_MS_MAX = 2000;
/** It chooses, so it has an address of its own. */
const CHOOSER = '127.0.0.9';

/** Visitors over connections that stay open, who check each answer; and one who chooses, and looks whether it was heard. */
export class SteadyVisitors {
  readonly answered: Answered[] = [];
  readonly #options: VisitorOptions;
  readonly #running: Promise<void>[];
  #over = false;

  constructor(options: VisitorOptions) {
    this.#options = options;
    this.#running = Array.from({ length: KEEPERS }, (_, number) => this.#keep(number));
    this.#running.push(this.#choose());
  }

  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#running);
  }

  async #keep(number: number): Promise<void> {
    const { port, site, verdicts, windows } = this.#options;
    const client = new SteadyClient(port);
    for (let turn = 0; !this.#over; turn++) {
      const target = `/?keep=${number}-${turn}`;
      const fromMs = Date.now();
      const answer = await this.#ask(client, `GET ${target}`, target);
      if (answer !== undefined && !(answer.status === 200 && site.homes.has(answer.body))) {
        const said = answer.body.replace(/^.*<h1>|<\/h1>.*$/gs, '').slice(0, 200);
        const words = `${target} was answered with ${answer.status} ${JSON.stringify(said)}`;
        // A process that can have no more connections says so.
        if (!(answer.status === 503 && windows.excuse('failed', fromMs, Date.now())))
          verdicts.add('visitor', `${words} (during ${windows.during(fromMs, Date.now())})`);
      }
      await pause(PAUSE_MS);
    }
    client.close();
  }

  /** A late Redis may refuse a choice; not all of them for long. One that was confirmed holds. */
  async #choose(): Promise<void> {
    const { port, verdicts, windows } = this.#options;
    const client = new SteadyClient(port, CHOOSER);
    let refusedMs: number | undefined; // when Redis is late for all: a matter of time, as a stall is
    for (let turn = 0; !this.#over; turn++) {
      const state = turn % 2 === 0;
      const fromMs = Date.now();
      const choice = await this.#ask(client, `POST /choose/${state}?turn=${turn}`);
      if (windows.excuse('unchosen', fromMs, Date.now()) || choice?.status === 200) refusedMs = undefined;
      else refusedMs ??= fromMs;
      if (refusedMs !== undefined && Date.now() - refusedMs > REFUSED_MS_MAX) {
        verdicts.add(
          'stall',
          `all choices are refused for ${REFUSED_MS_MAX / 1000} s, the last with ${choice?.status}`,
        );
        refusedMs = undefined;
      }
      if (choice?.status === 200) await this.#look(client, state, fromMs);
      await pause(PAUSE_MS * 4);
    }
    client.close();
  }

  /** What was chosen is in force; where Redis is late, soon. */
  async #look(client: SteadyClient, state: boolean, fromMs: number): Promise<void> {
    const { verdicts, windows } = this.#options;
    const isSeen = async (): Promise<boolean> => (await this.#ask(client, 'GET /chosen'))?.body === String(state);
    const seen = await becomes(isSeen, SEEN_MS_MAX);
    if (seen || windows.excuse('unchosen', fromMs, Date.now())) return;
    verdicts.add('visitor', `a client chose ${state}, and it is not so (during ${windows.during(fromMs, Date.now())})`);
  }

  async #ask(client: SteadyClient, line: string, target?: string): Promise<SteadyAnswer | undefined> {
    const { verdicts, windows } = this.#options;
    const fromMs = Date.now();
    const [answer, fault] = await client.ask(line).then(
      (found) => [found, undefined] as const,
      (error: unknown) => [undefined, String(error)] as const,
    );
    const toMs = Date.now();
    const during = (): string => `(during ${windows.during(fromMs, toMs)})`;
    if (fault !== undefined && !windows.excuse('failed', fromMs, toMs)) verdicts.add('visitor', `${fault} ${during()}`);
    if (answer?.status === 200 && target !== undefined) this.answered.push({ target, fromMs, toMs });
    return answer;
  }
}
