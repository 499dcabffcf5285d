import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { isCollected } from '../is-collected.ts';
import { talkRaw } from '../talk.ts';

const MANIFEST = `version: 1
routes: { file: { path: /a.txt, file: ./a.txt, response: { headers: { X-Own: '1' } } } }
`;

const site = serveSite(MANIFEST, { 'a.txt': 'a text' });

describe('files: what is made of them for a route', () => {
  it('goes with the program of the route, though the files stay', async () => {
    const old = new WeakRef(site.program.routesByName.get('file')?.response ?? assert.fail());
    await ask();
    await ask();
    await site.reload(MANIFEST, { keep: ['a.txt'] });
    await ask();
    assert.equal(await isCollected(old), true);
  });
});

async function ask(): Promise<void> {
  const wire = await talkRaw(site.port, 'GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(wire, /\r\nX-Own: 1\r\n[\s\S]*\r\n\r\na text$/);
}
