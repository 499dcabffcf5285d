import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestText, saidAnew } from './reload-site.ts';
import { askEach, connectEach, startWorkers } from './worker-site.ts';

describe('workers: a supervisor that is stopped (SIGSTOP)', { timeout: 60_000 }, () => {
  it('leaves no choice without an answer, and none that it finds later is still carried out', async (t) => {
    const { site, server } = await startWorkers(t);
    const each = await connectEach(server);
    const [one] = each.values();
    server.process.kill('SIGSTOP');
    t.after(async () => void server.process.kill('SIGCONT'));
    one?.send('/choose', 'POST');
    assert.equal((await one?.receive())?.status, 503);
    server.process.kill('SIGCONT');
    // What a process says of a reload goes the way of its choice, behind it.
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.deepEqual(await askEach(each, '/chosen'), ['false', 'false']);
    one?.send('/choose', 'POST');
    assert.equal((await one?.receive())?.status, 200);
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
  });
});
