import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Judge } from '../../src/cli/judge/judge.ts';
import { startPlace } from '../../src/cli/process/start-place.ts';
import { inFolder } from '../manifest/manifest-folder.ts';

/** Each example succeeds only if the handler sees that it is one, and the module why it is loaded. */
const HANDLERS = `
import { HttpError, purpose } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  note: ({ example }) => {
    if (!example) throw new HttpError(500, 'A visitor?');
    return { purpose };
  },
};
`;
const MANIFEST = `
version: 1
handlers: ./notes.mjs
routes:
  note:
    path: /note
    methods: [GET, POST]
    handler: note
    examples:
      get: { request: GET /note, response: { json: { purpose: check } } }
      post: { request: POST /note, response: { json: { purpose: check } } }
  change: { path: /change, handler: note, sameOrigin: true, examples: { get: { request: GET /change, response: { status: 200 } } } }
`;

describe('examples of a reload', { timeout: 60_000 }, () => {
  for (const [examples, passed, changing] of [
    ['safe', 1, 0],
    ['all', 3, 2],
    ['none', 0, 0],
  ] as const) {
    it(`${examples}: runs ${passed}, of which ${changing} change something`, async () => {
      await inFolder({ 'routes.yaml': MANIFEST, 'notes.mjs': HANDLERS }, async (folder) => {
        const place = startPlace({ env: process.env });
        const judge = new Judge({
          place,
          file: `${folder}/routes.yaml`,
          purpose: 'reload',
          examples,
          color: false,
          waitMs: 0,
        });
        const { tried, rendered } = await judge.judge();
        judge.close();
        assert.deepEqual(tried, { routes: 2, passed, failed: 0, changing }, rendered);
      });
    });
  }
});
