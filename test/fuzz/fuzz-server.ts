import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { RunningServer } from '../start-server.ts';
import { parseAnswers } from '../talk.ts';
import { mutate, randomSource } from './mutate.ts';

export interface FuzzPlan {
  readonly seed: number;
  /** How long an answer may take before it counts as a hang. */
  readonly hangMs: number;
  /** Whether to send another request, asked before each. */
  more(sent: number): boolean;
}

export interface FuzzReport {
  readonly sent: number;
  /** Answers by status; 0 stands for a connection that was closed without one. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Resident memory of the server in KiB, at intervals. */
  readonly residentKib: readonly number[];
}

const CONCURRENCY = 32;
const SAMPLE_EVERY = 500;

/**
 * Sends mutated requests, each over a connection of its own that it then half-closes, and reads what comes back: whole valid
 * answers and a close, in time. Throws at the first that is not so, with the bytes that did it.
 */
export async function fuzzServer(server: RunningServer, plan: FuzzPlan): Promise<FuzzReport> {
  const seeds = readSeeds();
  const random = randomSource(plan.seed);
  const statuses = new Map<number, number>();
  const residentKib: number[] = [];
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (plan.more(sent)) {
      sent++;
      if (sent % SAMPLE_EVERY === 0) residentKib.push(residentMemory(server));
      const bytes = mutate(seeds, random);
      for (const status of await exchange(server.port, bytes, plan.hangMs))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { sent, statuses, residentKib };
}

/** The requests of the conformance cases: each already stands at the edge of a rule. Where HEAD is, answers cannot be told apart. */
function readSeeds(): readonly Buffer[] {
  const path = join(import.meta.dirname, '../conformance/http1/cases.json');
  const cases: readonly { readonly send: readonly { readonly text?: string; readonly hex?: string }[] }[] = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  return cases.map(({ send }) => Buffer.concat(send.map(bytesOf))).filter((bytes) => !bytes.includes('HEAD'));
}

function bytesOf({ text = '', hex }: { readonly text?: string; readonly hex?: string }): Buffer {
  return hex === undefined ? Buffer.from(text, 'latin1') : Buffer.from(hex, 'hex');
}

async function exchange(port: number, bytes: Buffer, hangMs: number): Promise<readonly number[]> {
  const wire = await sendAndRead(port, bytes, hangMs);
  const answers = splitAnswers(wire, bytes);
  return answers.length === 0 ? [0] : answers;
}

function sendAndRead(port: number, bytes: Buffer, hangMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The server hung for ${hangMs} ms on ${JSON.stringify(bytes.toString('latin1'))}`));
    }, hangMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined); // a reset is a close
    socket.on('close', () => {
      clearTimeout(hang);
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
    socket.on('end', () => socket.destroy());
    socket.end(bytes);
  });
}

function splitAnswers(wire: string, bytes: Buffer): readonly number[] {
  try {
    return parseAnswers(wire, []).map(({ status }) => status);
  } catch (cause) {
    throw new Error(`An answer is malformed after ${JSON.stringify(bytes.toString('latin1'))}`, { cause });
  }
}

function residentMemory(server: RunningServer): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.process.pid}/status`, 'latin1'))?.[1]);
}
