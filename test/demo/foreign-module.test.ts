import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createSite, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';

const CONTRACT = join(import.meta.dirname, '../../src/contract');

const MANIFEST = `
version: 1
handlers: ./own.ts
routes:
  made: { path: /made, handler: made }
  refused: { path: /refused, handler: refused }
`;

/** Its folder has no package.json that says "module": it is loaded as CommonJS, with copies of what it imports. */
const HANDLERS = `
import { answer } from ${JSON.stringify(join(CONTRACT, 'answer.ts'))};
import { HttpError } from ${JSON.stringify(join(CONTRACT, 'http-error.ts'))};
export const handlers = {
  made: () => answer({ model: [1], status: 201, headers: { 'X-Own': 'o' } }),
  refused: () => { throw new HttpError(418, 'I am a teapot.'); },
};
`;

describe('handlers (docs/reference/MANIFEST.md): a module that is no ES module', () => {
  it('is answered for as any other: what it makes with copies of answer() and HttpError is known', async (t) => {
    const { port } = await startServer({ t, manifest: createSite(() => MANIFEST, { 'own.ts': HANDLERS }).manifest });
    const made = await ask(port, 'GET /made');
    assert.deepEqual([made.status, made.body, made.headers.get('x-own')], [201, '[1]', 'o']);
    const refused = await ask(port, 'GET /refused');
    assert.equal(refused.status, 418);
    assert.match(refused.body, /I am a teapot\./);
  });
});
