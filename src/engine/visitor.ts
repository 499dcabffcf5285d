import type { ClientIdentity, ClientOptions } from '../contract/client.ts';
import type { Readiness } from '../contract/exchange.ts';
import type { FileStore } from '../contract/files.ts';
import type { GroupGates } from '../contract/gates.ts';
import type { Route } from '../contract/program.ts';
import type { RateLimit, RateVerdict } from '../contract/rate-limits.ts';
import type { Upload, Uploads } from '../contract/uploads.ts';
import type { Asker } from './2-process-request/asker.ts';
import { nobodyToRemember } from './default-answers.ts';
import type { OwnSession } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** The client of one exchange. */
export class Visitor implements Asker {
  readonly options: ClientOptions;
  readonly #session: OwnSession;
  readonly #surroundings: Surroundings;
  /** Private, and what shows it is a getter, since a handler that answers with its client must not hand out addresses. */
  readonly #identity: ClientIdentity;

  /** How long the exchange has waited for the store: it has only so much time for it in all. */
  #waitedMs = 0;
  #changing = 0;
  #changingSinceMs = 0;
  #abort: AbortController | undefined;
  #gone = false;
  route: Route | undefined = undefined;
  groups: GroupGates | undefined = undefined;
  upload: Upload | undefined = undefined;
  json: string | undefined = undefined;

  constructor(
    surroundings: Surroundings,
    identity: ClientIdentity,
    { options, session }: Pick<Visitor, 'options' | 'session'>,
  ) {
    this.#surroundings = surroundings;
    this.#identity = identity;
    this.options = options;
    this.#session = session;
  }

  get session(): OwnSession {
    return this.#session;
  }

  /** Whether nobody waits for its answer any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Made only for what asks for it. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#gone) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  abort(): void {
    this.#gone = true;
    this.#abort?.abort();
    this.leave();
  }

  /** The exchange is over. */
  leave(): void {
    this.upload?.discard();
  }

  get example(): boolean {
    return this.#surroundings.isExample ?? false;
  }

  get address(): string {
    return this.#identity.address;
  }

  /** What is stored at once makes no promise: with what its handler's cost, that was 0.6 µs of a POST's 11 in the engine. */
  set(change: ClientOptions): Promise<void> {
    const { key, address } = this.#identity;
    if (key === undefined) return unasked(Promise.reject(nobodyToRemember(address)));
    const { clients, clock } = this.#surroundings;
    const underWayMs = this.#changing === 0 ? 0 : clock.monotonicMs() - this.#changingSinceMs;
    const stored = clients.set(key, change, this.#waitedMs + underWayMs);
    return stored instanceof Promise ? unasked(this.#waitFor(stored)) : STORED;
  }

  get files(): FileStore {
    return this.#surroundings.files;
  }

  get uploads(): Uploads {
    return this.#surroundings.uploads;
  }

  nowMs(): number {
    return this.#surroundings.clock.wallMs();
  }

  readiness(): Readiness {
    return this.#surroundings.readiness();
  }

  /** Clients that a proxy does not name count together. */
  count(limit: RateLimit): Promise<RateVerdict> {
    const { key, address } = this.#identity;
    return this.#surroundings.rates.take(key ?? address, limit);
  }

  waitedSince(sinceMs: number): void {
    this.#waitedMs += this.#surroundings.clock.monotonicMs() - sinceMs;
  }

  async #waitFor(stored: Promise<void>): Promise<void> {
    const { clock } = this.#surroundings;
    if (this.#changing === 0) this.#changingSinceMs = clock.monotonicMs();
    this.#changing += 1;
    try {
      await stored;
    } finally {
      this.#changing -= 1;
      if (this.#changing === 0) this.waitedSince(this.#changingSinceMs);
    }
  }
}

const STORED = Promise.resolve();

/** If it fails and the handler does not wait for it, that must not end the server. */
function unasked(stored: Promise<void>): Promise<void> {
  stored.catch(() => undefined);
  return stored;
}
