import type { ExchangeContext } from '../../contract/exchange.ts';
import type { LogSink } from '../../contract/log-sink.ts';
import type { Accepted, FieldLine } from '../../contract/request.ts';
import type { Upload } from '../../contract/uploads.ts';
import { describeThrown, stackOf } from '../../http/describe-thrown.ts';
import { isCalled } from '../../http/field-value.ts';
import { guarded } from '../../http/guarded.ts';
import { essenceOf, MULTIPART_TYPE } from '../../http/media-types.ts';
import { knownOf } from '../known-of.ts';
import { redactTarget, withoutSecrets } from './redact.ts';

/** An exchange that met a bug of ours: what is certain of it. */
export interface BrokenExchange {
  readonly accepted: Accepted;
  readonly context: ExchangeContext;
  readonly client: string;
  /** The body, if it was taken in as a form with files and that is known. */
  readonly form: Pick<Upload, 'parts'> | undefined;
  /** As it was sent; undefined: it goes on, and these are not its last lines. */
  readonly status: number | undefined;
  readonly bytes: number | undefined;
  readonly wallMs: number;
  readonly durationMs: number;
}

/**
 * The lines of an exchange that met a bug, in access.log and error.log (`internal-error`). The bug can be anywhere in blocks 2 to 4,
 * so these lines hold only what block 1 has read, and are made without the code of the usual lines.
 */
export function logBug(exchange: BrokenExchange, bug: unknown, sink: LogSink): void {
  const { accepted, context, client, status, bytes, wallMs, durationMs } = exchange;
  const { method, target = '' } = knownOf(accepted);
  const known = { time: new Date(wallMs).toISOString(), client };
  const result = { status, bytes, durationMs: Math.round(durationMs * 1000) / 1000 };
  const words = wordsOf(exchange, bug);
  const asked = {
    method,
    target: target === '' ? undefined : guarded(() => redactTarget(context.program.logs.secrets, target)),
  };
  guarded(() => sink.access(lineOf({ ...known, ...asked, ...result })));
  guarded(() => sink.error(lineOf({ ...known, code: 'internal-error', status, ...words, ...asked })));
}

interface Words {
  readonly cause?: string;
  readonly stack: string;
}

/** If the secrets of the request cannot be removed, nothing that may quote them is kept. */
function wordsOf({ accepted, context, form }: BrokenExchange, bug: unknown): Words {
  const stack = stackOf(bug) ?? '';
  const hidden = guarded(() => {
    const request = knownOf(accepted);
    const { logs } = context.program;
    if (logs.secrets !== undefined && form === undefined && request.fieldLines.some(saysForm)) return undefined;
    const shown = withoutSecrets(logs, { request, route: undefined, form });
    return { cause: shown(describeThrown(bug)), stack: shown(stack) };
  });
  return hidden ?? { stack: framesOf(stack) };
}

/** Such a form is only searched where it was taken in. */
function saysForm([name, value]: FieldLine): boolean {
  return isCalled(name, 'content-type') && essenceOf(value) === MULTIPART_TYPE;
}

/** A stack without the error's own words. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}

/** Only printable ASCII. Undefined members are left out. */
function lineOf(record: object): string {
  return JSON.stringify(record).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
