import { connect } from 'node:net';
import { parseAnswers } from '../talk.ts';
import { waitedForCpuMs } from '../verdicts/process-figures.ts';
import type { Verdicts } from '../verdicts/verdicts.ts';

/** What is sent over one connection, and what people call it. */
export interface FuzzRequest {
  readonly bytes: Buffer;
  /** Default: the bytes themselves. */
  readonly label?: string;
}

/** Where a server listens, and its process. */
export interface Target {
  readonly port: number;
  readonly pid: number;
}

/** How one connection ended. */
type Ending =
  | { readonly kind: 'closed'; readonly wire: string }
  | { readonly kind: 'hung' }
  /** Nobody listens. */
  | { readonly kind: 'refused' };

const SHOWN_BYTES = 4096;
const UNANSWERED_MAX = 64;
const TURNS_MAX = 10;

/** Sends requests, each over a connection of its own, and counts what came back. */
export class Exchanges {
  /** Answers that were read, by status; 0 stands for a connection that was closed without one. */
  readonly statuses = new Map<number, number>();
  /** Those that have no answer yet: one of them is to blame for a server that hangs or dies. */
  readonly inFlight = new Set<FuzzRequest>();
  /** The last ones whose connections were closed without an answer. */
  readonly #unanswered: FuzzRequest[] = [];
  sent = 0;
  /** Why no further request makes sense. */
  #over: 'hung' | 'refused' | undefined;
  readonly #target: Target;
  readonly #hangMs: number;
  readonly #verdicts: Verdicts;

  constructor(target: Target, hangMs: number, verdicts: Verdicts) {
    this.#target = target;
    this.#hangMs = hangMs;
    this.#verdicts = verdicts;
  }

  /** Those that may be to blame, the likeliest first. */
  get suspects(): readonly FuzzRequest[] {
    return [...this.#unanswered.toReversed(), ...this.inFlight];
  }

  get over(): 'hung' | 'refused' | undefined {
    return this.#over;
  }

  /** Half-closes behind the request, and reads to the end: whole valid answers and a close, in time. */
  async send(request: FuzzRequest): Promise<void> {
    this.sent++;
    this.inFlight.add(request);
    const ending = await sendAndRead(this.#target, request.bytes, this.#hangMs);
    if (ending.kind !== 'closed') {
      this.#over = ending.kind;
      return;
    }
    if (this.#over === undefined) this.inFlight.delete(request);
    const statuses = this.#answersIn(ending.wire, request);
    for (const status of statuses) this.count(status);
    if (statuses.includes(0)) this.#unanswered.push(request);
    if (this.#unanswered.length > UNANSWERED_MAX) this.#unanswered.shift();
  }

  count(status: number, times = 1): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + times);
  }

  #answersIn(wire: string, request: FuzzRequest): readonly number[] {
    try {
      const statuses = parseAnswers(wire, []).map(({ status }) => status);
      return statuses.length === 0 ? [0] : statuses;
    } catch (error) {
      this.#verdicts.add('answer', `${error} after ${describeRequest(request)}`);
      return [];
    }
  }
}

/** The bytes, so that a run can be repeated with them alone. */
export function describeRequest({ bytes, label }: FuzzRequest): string {
  if (label !== undefined) return label;
  const text = JSON.stringify(bytes.subarray(0, SHOWN_BYTES).toString('latin1'));
  return bytes.length > SHOWN_BYTES ? `${text} and ${bytes.length - SHOWN_BYTES} bytes more` : text;
}

/** One connection. A reset is a close. */
export function sendAndRead({ port, pid }: Target, bytes: Buffer, hangMs: number): Promise<Ending> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const waitedMs = waitedForCpuMs(pid);
    let turns = 0;
    const hang = setInterval(() => {
      turns++;
      // Time for which others had the processor is not the server's.
      if (turns * hangMs - (waitedForCpuMs(pid) - waitedMs) < hangMs && turns < TURNS_MAX) return;
      clearInterval(hang);
      resolve({ kind: 'hung' });
      socket.destroy();
    }, hangMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve({ kind: 'refused' });
    });
    socket.on('close', () => {
      clearInterval(hang);
      resolve({ kind: 'closed', wire: Buffer.concat(chunks).toString('latin1') });
    });
    socket.on('end', () => socket.destroy());
    socket.end(bytes);
  });
}
