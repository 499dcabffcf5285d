import type { ClientOptions } from '../../contract/client.ts';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { ConnectionHandler, FlowEvent, Outcome, Peer } from '../../contract/exchange.ts';
import type { Program } from '../../contract/program.ts';
import type { Accepted } from '../../contract/request.ts';
import type { RequestReader } from '../../contract/request-reader.ts';
import { messageOf } from '../../http/describe-thrown.ts';
import { inTime } from '../1-read/in-time.ts';
import { Findings } from '../findings/findings.ts';
import { compareAnswer, type Mismatch } from './compare-answer.ts';
import type { Example } from './compile-examples.ts';
import { readAnswer } from './read-answer.ts';
import { type ModelRecorder, recordModels } from './record-models.ts';
import { writeRequest } from './write-request.ts';

/** The engine, as `cli/` passes it in. */
export interface ExampleEngine {
  /** The reader of a plain connection. */
  openReader(program: Program): RequestReader;
  /** Which routes a request belongs to. */
  routesOf(program: Program, accepted: Accepted): RequestRoutes;
  /**
   * An engine with one client, which has chosen these options. Its log lines are dropped, except the records of
   * errors: they explain why an example failed.
   */
  openEngine(options: ClientOptions, onError: (record: string) => void): ConnectionHandler['runExchange'];
  /** A text that may quote a request, without what must not be shown of it. */
  hide(program: Program, accepted: Accepted, text: string): string;
}

/** The names of the routes that a request belongs to. */
export interface RequestRoutes {
  /** The one that answers it; undefined: none does. */
  readonly taker: string | undefined;
  /** Those that have its path. Empty if none has it, or the request is refused before it is matched. */
  readonly owners: readonly string[];
}

/** The client, as the logs would name it. */
export const EXAMPLE_ADDRESS = '127.0.0.1';

/** The client: an example's headers can name it as a trusted proxy would. */
export function examplePeer({ tls }: Program): Peer {
  return { address: EXAMPLE_ADDRESS, secure: tls !== undefined };
}

/** What is run. */
export interface LoadedExamples {
  readonly program: Program;
  readonly examples: readonly Example[];
}

export interface RunOptions {
  /** How long one example may wait for its answer. Default: 5 seconds. */
  readonly limitMs?: number;
  /** The number of the first one to run. */
  readonly from?: number;
  /** Runs the example of that number, which gives the findings: a caller can wrap it here. */
  readonly around?: (index: number, run: () => Promise<readonly Diagnostic[]>) => Promise<readonly Diagnostic[]>;
}

export interface ExampleResults {
  /** Of the examples that failed, in the order of the manifest. Fault: failed-example. */
  readonly diagnostics: readonly Diagnostic[];
  readonly passed: number;
  readonly failed: number;
}

/**
 * Sends each example as bytes through the engine, one after another, and compares the answers. Nothing that a handler
 * does makes it throw, and an answer that never comes is a failure. What ends or blocks the process is for the caller.
 */
export async function runExamples(
  { program, examples }: LoadedExamples,
  engine: ExampleEngine,
  { limitMs = LIMIT_MS, from = 0, around = (_, run) => run() }: RunOptions = {},
): Promise<ExampleResults> {
  const diagnostics: Diagnostic[] = [];
  const recorder = recordModels(program);
  let failed = 0;
  for (const [index, example] of examples.entries()) {
    if (index < from) continue;
    const found = await around(index, async () => {
      const mismatches = await runExample(example, { engine, recorder, limitMs });
      return mismatches.map((mismatch) => failedExample(example, mismatch));
    });
    diagnostics.push(...found);
    if (found.length > 0) failed += 1;
  }
  return { diagnostics, passed: Math.max(0, examples.length - from) - failed, failed };
}

const LIMIT_MS = 5000;

interface Run {
  readonly engine: ExampleEngine;
  readonly recorder: ModelRecorder;
  readonly limitMs: number;
}

async function runExample(example: Example, { engine, recorder, limitMs }: Run): Promise<readonly Mismatch[]> {
  const errors: string[] = [];
  const recorded = recorder.next();
  try {
    const { program } = recorder;
    // If an example does not name a host, it is one that the program answers for.
    const [host = 'localhost'] = program.hosts;
    const accepted = accept(engine.openReader(program), writeRequest(example, host));
    const elsewhere = findElsewhere(example, engine.routesOf(program, accepted));
    if (elsewhere !== undefined) return [elsewhere];
    const runExchange = engine.openEngine(example.shape.options ?? {}, (record) => errors.push(record));
    const context = { program, peer: examplePeer(program), startedMs: performance.now(), closing: () => false };
    const late = `no answer within ${limitMs / 1000} s`;
    const bytes = await inTime(wholeMessage(runExchange(accepted, context)), { limitMs, late });
    const method = example.shape.request?.split(' ', 1)[0];
    const hide = (text: string) => engine.hide(program, accepted, text);
    const mismatches = compareAnswer(example, { answer: readAnswer(bytes, { method }), recorded, errors });
    return mismatches.map((one) => ({ ...one, expected: hide(one.expected), found: hide(one.found) }));
  } catch (error) {
    const found = messageOf(error);
    return [{ keys: ['request'], expected: 'it must be answered', found }];
  }
}

/**
 * An example must be answered by its own route. It can also show a refusal close to that: a path that no route has,
 * its own path with a method that no route takes there, a malformed request.
 */
function findElsewhere({ route, shape, pathOf }: Example, { taker, owners }: RequestRoutes): Mismatch | undefined {
  if (taker === route) return undefined;
  const other = taker ?? (owners.includes(route) ? undefined : owners[0]);
  const status = shape.response?.status ?? 200;
  if (other === undefined && status >= 400) return undefined;
  const expected = 'the route must answer its request';
  if (other === undefined) return { keys: ['request'], expected, found: 'no route' };
  const related = [{ ...pathOf(other), message: `the route "${other}" is here` }];
  return { keys: ['request'], expected, found: `the path of the route "${other}"`, related };
}

/** Head and body, in whatever way the body comes. */
async function wholeMessage(promised: Outcome | Promise<Outcome>): Promise<Uint8Array> {
  const outcome = await promised;
  if (outcome.kind === 'whole') return outcome.bytes;
  const parts = [outcome.head];
  for (;;) {
    const event = await new Promise<FlowEvent>((take) => outcome.body.next({ take }));
    if (event.kind === 'failed') throw new Error('its content broke off');
    parts.push(event.bytes);
    if (event.kind === 'end') return Buffer.concat(parts);
  }
}

/** Feeds the reader of a connection that carries this one request. */
function accept(reader: RequestReader, bytes: Uint8Array): Accepted {
  reader.push(bytes);
  for (;;) {
    const event = reader.next();
    switch (event.kind) {
      case 'need-data':
        reader.end();
        break;
      case 'head':
        break;
      case 'complete':
      case 'rejected':
        return event.accepted;
      case 'closed':
        throw new Error('the reader found no request in what was sent');
    }
  }
}

/** What is wrong with an example. Fault: failed-example. */
export function failedExample(example: Example, { keys, expected, found, related }: Mismatch): Diagnostic {
  const request = { ...example.at(['request']), message: 'the request is here' };
  return new Findings().add({
    code: 'failed-example',
    at: example.at(keys),
    message: `The example "${example.name}" of the route "${example.route}" failed: ${expected}`,
    hint: `found ${found}`,
    related: [...(keys[0] === 'request' ? [] : [request]), ...(related ?? [])],
  });
}
