import type { Asker } from '../../src/engine/2-process-request/asker.ts';
import { NO_SESSION } from '../../src/engine/session.ts';
import { createFileStore } from '../../src/files/file-store.ts';
import { createUploads } from '../../src/uploads/open-uploads.ts';

/** A client that nothing is known of, of a server that is ready. */
export const ASKER: Asker = {
  address: '192.0.2.1',
  options: {},
  set: async () => {},
  session: NO_SESSION,
  example: false,
  readiness: () => 'ready',
  files: createFileStore(() => 0),
  uploads: createUploads(),
  nowMs: () => 0,
  count: async () => ({ kind: 'within' }),
  signal: new AbortController().signal,
  abort: () => {},
};
