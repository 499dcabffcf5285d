import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from 'velosiped';

/** @type {import('velosiped').StartedServer} */
let server;
before(async () => {
  server = await start({ port: 0 });
});
after(() => server.close());

test('finds a ride that was added', async () => {
  const body = JSON.stringify({ name: 'Over the pass', kilometres: 64 });
  const headers = { 'Content-Type': 'application/json' };
  const added = await fetch(`${server.url}/rides`, { method: 'POST', headers, body });
  assert.equal(added.status, 201);
  const { id } = await added.json();
  const found = await fetch(`${server.url}/rides/${id}`);
  assert.deepEqual(await found.json(), { id, name: 'Over the pass', kilometres: 64 });
});
