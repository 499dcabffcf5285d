import { isSecure } from '../../clients/identify-client.ts';
import { createMemoryStore } from '../../clients/memory-store.ts';
import type { ClientIdentity } from '../../contract/client.ts';
import type { RateLimits } from '../../contract/rate-limits.ts';
import { openRequestReader } from '../../engine/1-accept-request/request-reader.ts';
import { matchRoute } from '../../engine/2-process-request/match/match-route.ts';
import { withoutSecrets } from '../../engine/4-make-log/redact.ts';
import { knownOf } from '../../engine/known-of.ts';
import { MessageBlocks } from '../../engine/message-blocks.ts';
import { createExchangeRunner } from '../../engine/run-exchange.ts';
import { createFileStore } from '../../files/file-store.ts';
import {
  EXAMPLE_ADDRESS,
  type ExampleEngine,
  type ExampleResults,
  examplePeer,
  type LoadedExamples,
  type RunOptions,
  runExamples,
} from '../../manifest/6-examples/run-examples.ts';
import { createUploads } from '../../uploads/open-uploads.ts';

/**
 * Runs the examples of a loaded manifest through the real engine, in this process: each with a client of its own and
 * without logs. Never rejects; failures are in `diagnostics`.
 */
export function checkExamples(loaded: LoadedExamples, options: RunOptions = {}): Promise<ExampleResults> {
  return runExamples(loaded, ENGINE, options);
}

const CLIENT = { address: EXAMPLE_ADDRESS, key: 'example' } satisfies ClientIdentity;

/** Examples are no visitors: nothing is counted. */
const UNLIMITED: RateLimits = { take: async () => ({ kind: 'within' }) };

const NOBODY = { taker: undefined, owners: [] };

const ENGINE: ExampleEngine = {
  openReader: (program) =>
    openRequestReader(() => program.limits, {
      secure: examplePeer(program).secure,
      isSecure: (fieldLines) => isSecure(fieldLines, examplePeer(program), program.readHop),
    }),
  routesOf(program, accepted) {
    if (accepted.kind === 'refused' || !program.methods.includes(accepted.request.method)) return NOBODY;
    const { method, path } = accepted.request;
    const nameOf = (asked: string): string | undefined => {
      const match = matchRoute(program, asked, path);
      return match.kind === 'matched' ? match.route.name : undefined;
    };
    return { taker: nameOf(method), owners: program.methods.flatMap((asked) => nameOf(asked) ?? []) };
  },
  hide(program, accepted, text) {
    return withoutSecrets(program.logs, { request: knownOf(accepted), route: undefined })(text);
  },
  openEngine(options, onError) {
    const clients = createMemoryStore(1);
    clients.set(CLIENT.key, options);
    return createExchangeRunner({
      clients,
      files: createFileStore(() => Date.now()),
      uploads: createUploads(),
      rates: UNLIMITED,
      isExample: true,
      identify: () => CLIENT,
      readiness: () => 'ready',
      memory: new MessageBlocks(),
      logs: { access: () => undefined, error: onError },
      clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() },
    });
  },
};
