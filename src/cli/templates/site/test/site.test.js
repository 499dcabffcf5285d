import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from 'velosiped';

/** @type {import('velosiped').StartedServer} */
let server;
before(async () => {
  server = await start({ port: 0 });
});
after(() => server.close());

test('greets by name', async () => {
  const answer = await fetch(`${server.url}/hello/Ada`);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Hello, Ada/);
});
