import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../src/clients/memory-store.ts';
import { answer } from '../../src/contract/answer.ts';
import type { ClientOptions, ClientStore } from '../../src/contract/client.ts';
import type { Outcome } from '../../src/contract/exchange.ts';
import type { Handler } from '../../src/contract/handler.ts';
import { HttpError } from '../../src/contract/http-error.ts';
import type { Program } from '../../src/contract/program.ts';
import { StoreFailure } from '../../src/contract/store-failure.ts';
import { NOTHING_REDACTED } from './build-program.ts';
import { runLogged, runWire } from './run-wire.ts';

const GET = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const SECRET = 'ENOENT: /srv/app/secret.yaml is missing';
const GENERAL = /Something went wrong on this server/;

describe('run exchange: nothing is awaited where nobody promised anything', () => {
  it('answers at once where handler and store do', () =>
    assert.ok(!(runWire(GET, { handler: () => 1 }) instanceof Promise)));
  it('answers at once where the handler throws', () => {
    assert.ok(!(runWire(GET, { handler: () => fail(new Error('bug')) }) instanceof Promise));
  });
  it('answers at once where the request is refused', () => assert.ok(!(runWire('hello\r\n', {}) instanceof Promise)));
  it('waits for a handler that promises', async () => {
    const outcome = runWire(GET, { handler: async () => 1 });
    assert.ok(outcome instanceof Promise);
    checkStatus(await outcome, 200);
  });
  it('waits for a store that promises', async () => {
    const outcome = runWire(GET, {
      handler: ({ client }) => client.options,
      store: promisingStore({ showErrors: true }),
    });
    assert.ok(outcome instanceof Promise);
    assert.match(textOf(await outcome), /\r\n\r\n\{"showErrors":true\}$/);
  });
});

describe('run exchange: a change that cannot be stored', () => {
  const store: ClientStore = {
    get: () => ({}),
    set: () => Promise.reject(new StoreFailure('the store is away')),
  };
  it('is a 503 with words of its own where the handler waits for it', async () => {
    const handler: Handler = ({ client }) => client.set({ shortLog: true });
    const { outcome, errors } = await runLogged(GET, { handler, store });
    checkStatus(outcome, 503);
    assert.match(textOf(outcome), /Your choice could not be saved/);
    assert.doesNotMatch(textOf(outcome), /the store is away/);
    const [record] = errors;
    assert.deepEqual(
      [record?.['code'], record?.['cause'], record?.['stack']],
      ['not-stored', 'StoreFailure: the store is away', undefined],
    );
  });
  it('is for the handler to answer where it catches it', async () => {
    const handler: Handler = ({ client }) => client.set({ shortLog: true }).catch((error) => StoreFailure.is(error));
    assert.match(textOf(await runWire(GET, { handler, store })), /\r\n\r\ntrue$/);
  });
  it('does not end the server where the handler does not wait', async (t) => {
    const stray: unknown[] = [];
    const note = (reason: unknown): void => void stray.push(reason);
    process.on('unhandledRejection', note);
    t.after(() => process.off('unhandledRejection', note));
    const handler: Handler = ({ client }) => {
      void client.set({ shortLog: true });
      return 'ok';
    };
    checkStatus(await runWire(GET, { handler, store }), 200);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(stray, []);
  });
});

describe('run exchange: what a handler may do wrong', () => {
  for (const late of [false, true]) {
    const throwing = (thrown: unknown): Handler => (late ? async () => fail(thrown) : () => fail(thrown));
    const when = late ? 'in a promise' : 'at once';
    it(`answers what it throws ${when} with a 500 in general words, and keeps the rest for error.log`, async () => {
      const thrown = new Error(SECRET);
      const { outcome, errors } = await runLogged(GET, { handler: throwing(thrown) });
      checkStatus(outcome, 500);
      assert.match(textOf(outcome), GENERAL);
      assert.doesNotMatch(textOf(outcome), /ENOENT|secret|run-exchange\.test/);
      assert.deepEqual(
        [errors[0]?.['code'], errors[0]?.['cause'], errors[0]?.['stack']],
        ['handler-failed', `Error: ${SECRET}`, thrown.stack],
      );
    });
    it(`takes an HttpError ${when} for a refusal with words for people`, async () => {
      const thrown = new HttpError(418, 'Tea only', { cause: new Error('no coffee') });
      const { outcome, errors } = await runLogged(GET, { handler: throwing(thrown) });
      checkStatus(outcome, 418);
      assert.match(textOf(outcome), /Tea only/);
      assert.doesNotMatch(textOf(outcome), /no coffee/);
      assert.deepEqual([errors[0]?.['cause'], errors[0]?.['stack']], ['Error: no coffee', undefined]);
    });
  }
  for (const status of [200, 302, 99, 600, 404.5, Number.NaN]) {
    it(`takes an HttpError with the status ${status} for a bug`, async () => {
      const { outcome } = await runLogged(GET, { handler: () => fail(new HttpError(status, SECRET)) });
      checkStatus(outcome, 500);
      assert.doesNotMatch(textOf(outcome), /secret/);
    });
  }
  const circle = new Error('round');
  circle.cause = new Error('and round', { cause: circle });
  const trap = (): never => {
    throw new Error('a getter');
  };
  const trapped = Object.create(Error.prototype, {
    name: { get: trap },
    message: { get: trap },
    stack: { get: trap },
    cause: { get: trap },
  });
  const oddities: readonly (readonly [title: string, thrown: unknown])[] = [
    ['a text', 'text'],
    ['nothing', undefined],
    ['null', null],
    ['a symbol', Symbol('s')],
    ['an object', { message: 'm' }],
    ['an object that is no text', Object.create(null)],
    ['an error that caused itself', circle],
    ['an error whose name is a symbol', Object.assign(new Error('x'), { name: Symbol('s') })],
    ['an error that throws when it is looked at', trapped],
    ['what throws when it is asked what it is', new Proxy({}, { getPrototypeOf: trap })],
  ];
  for (const [title, thrown] of oddities) {
    it(`answers 500 to ${title} that is thrown`, async () => {
      checkStatus((await runLogged(GET, { handler: () => fail(thrown) })).outcome, 500);
    });
  }
  const noAnswers: readonly (readonly [title: string, result: unknown])[] = [
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a number that JSON does not know', 1n],
    ['nothing at all', undefined],
    ['a header that is no text', answer({ headers: { a: undefined as never } })],
    ['a header that is another text each time', answer({ headers: { a: shifty() as never } })],
    ['a cookie that is another text each time', answer({ cookies: [{ name: 'a', value: shifty() as never }] })],
    ['cookies that are no list', answer({ cookies: 5 as never })],
    ['a cookie that is none', answer({ cookies: [null as never] })],
    ['a status that is no number', answer({ status: '200' as never })],
  ];
  for (const [title, result] of noAnswers) {
    it(`answers 500 to ${title} that is returned`, async () => {
      checkStatus((await runLogged(GET, { handler: () => result })).outcome, 500);
    });
  }
  it('waits for a promise of whatever library', async () => {
    const thenable = Object.fromEntries([['then', (done: (model: unknown) => void) => done({ late: true })]]);
    const { outcome } = await runLogged(GET, { handler: () => thenable });
    assert.match(textOf(outcome), /"late":true/);
  });
  it('answers 500 to an answer that would split the message', async () => {
    const { outcome, errors } = await runLogged(GET, { handler: () => answer({ headers: { 'X-A': 'b\r\nc: d' } }) });
    checkStatus(outcome, 500);
    assert.equal(errors[0]?.['code'], 'unsafe-answer');
  });
  it('answers 500 to a view that throws', async () => {
    const { outcome, errors } = await runLogged(GET, { handler: () => 1, view: () => fail(new Error(SECRET)) });
    checkStatus(outcome, 500);
    assert.match(textOf(outcome), GENERAL);
    assert.deepEqual([errors[0]?.['code'], errors[0]?.['cause']], ['view-failed', `Error: ${SECRET}`]);
  });
  it('answers in plain text where the error view throws as well, and loses neither error', async () => {
    const settings = { errorView: () => fail(new Error('no page either')) };
    const { outcome, errors } = await runLogged(GET, { handler: () => fail(new Error(SECRET)), settings });
    checkStatus(outcome, 500);
    assert.match(textOf(outcome), /\r\nContent-Type: text\/plain; charset=utf-8\r\n/);
    assert.match(String(errors[0]?.['cause']), /ENOENT.*no page either/);
    assert.equal(errors.length, 1);
  });
});

describe('run exchange: show_errors (S6)', () => {
  const failing = () => fail(new Error(SECRET));
  it('shows the original message with its paths masked, and no stack', async () => {
    const { outcome } = await runLogged(GET, { handler: failing, options: { showErrors: true } });
    assert.match(textOf(outcome), /ENOENT: \[path\] is missing/);
    assert.doesNotMatch(textOf(outcome), /srv|run-exchange|at /);
  });
  it("shows the cause of a handler's refusal", async () => {
    const handler = () => fail(new HttpError(400, 'No', { cause: new Error(SECRET) }));
    const { outcome } = await runLogged(GET, { handler, options: { showErrors: true } });
    assert.match(textOf(outcome), /ENOENT: \[path\] is missing/);
  });
  it('shows what was wrong with bytes that are no request', async () => {
    const { outcome } = await runLogged('GET / HTTP/1.1\r\nHost : a\r\n\r\n', { options: { showErrors: true } });
    assert.match(textOf(outcome), /its name is not a token \(at byte 20\)/);
  });
  it('shows nothing to those who have not asked', async () => {
    for (const options of [{}, { showErrors: false }]) {
      const { outcome } = await runLogged(GET, { handler: failing, options });
      assert.match(textOf(outcome), /"detail":false/);
    }
  });
  it('gives two clients in the same state the same bytes', async () => {
    for (const options of [{}, { showErrors: true }]) {
      const first = await runLogged(GET, { handler: failing, options, client: '192.0.2.1' });
      const second = await runLogged(GET, { handler: failing, options, client: '2001:db8::1', startedMs: 77 });
      assert.equal(textOf(first.outcome), textOf(second.outcome));
    }
  });
});

describe('run exchange: answers without a route', () => {
  const cases: readonly (readonly [line: string, status: number, field?: string])[] = [
    ['GET /nope', 404],
    ['GET /%zz', 400],
    ['POST /a', 405, 'Allow: GET, OPTIONS'],
    ['OPTIONS /a', 204, 'Allow: GET, OPTIONS'],
    ['OPTIONS /nope', 404],
    ['PUT /a', 501, 'Allow: GET, POST, OPTIONS'],
    ['HEAD /a', 501],
    ['get /a', 501],
    ['CONNECT a:80', 501],
    ['OPTIONS *', 204, 'Allow: GET, POST, OPTIONS'],
    ['GET http://other/a', 200],
    ['GET /number/x', 400],
    ['GET /number/5', 200],
  ];
  for (const [line, status, field] of cases) {
    it(`answers ${line} with ${status}`, async () => {
      const wire = `${line} HTTP/1.1\r\nHost: a\r\n\r\n`;
      const { outcome } = await runLogged(wire, { settings: { methods: ['GET', 'POST', 'OPTIONS'] } });
      checkStatus(outcome, status);
      if (field !== undefined) assert.ok(textOf(outcome).includes(`\r\n${field}\r\n`), textOf(outcome));
    });
  }
  it('says which methods there are', async () => {
    const { outcome } = await runLogged('PUT /a HTTP/1.1\r\nHost: a\r\n\r\n', {});
    assert.match(textOf(outcome), /accepts GET and POST requests only/);
  });
  it('names a bad parameter and its rule', async () => {
    const { outcome } = await runLogged('GET /number/x HTTP/1.1\r\nHost: a\r\n\r\n', {});
    assert.match(textOf(outcome), /\\"n\\" must be a whole number/);
  });
});

describe('run exchange: the connection afterwards (RFC 9112 §9.3)', () => {
  const cases: readonly (readonly [title: string, wire: string, close: boolean])[] = [
    ['stays open after HTTP/1.1', GET, false],
    ['closes where the peer wants it', GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'), true],
    ['closes after HTTP/1.0', GET.replace('1.1', '1.0'), true],
    ['closes after a refused request', 'hello\r\n', true],
  ];
  for (const [title, wire, close] of cases) {
    it(title, async () => {
      const { outcome } = await runLogged(wire, { handler: () => 1 });
      assert.equal(outcome.close, close);
      assert.equal(/\r\nConnection: close\r\n/.test(textOf(outcome)), close);
    });
  }
  it('closes while the server drains, though the peer would stay', async () => {
    const { outcome } = await runLogged(GET, { handler: () => 1, closing: true });
    assert.equal(outcome.close, true);
  });
  it('asks whether to close only when the answer is there', async () => {
    let closing = false;
    const late = async () => {
      closing = true;
    };
    const { outcome } = await runLogged(GET, { handler: () => late().then(() => 1), closing: () => closing });
    assert.equal(outcome.close, true);
  });
});

describe('run exchange: input that is not HTTP (S2)', () => {
  const cases: readonly (readonly [wire: string, policy: Program['notHttp'], fatal: boolean])[] = [
    ['hello\r\n', 'shutdown', true],
    ['hello\r\n', 'reject', false],
    ['GET / HTTP/1.1\r\nHost : a\r\n\r\n', 'shutdown', false],
    ['GET / HTTP/2.0\r\n\r\n', 'shutdown', false],
    ['GET / HT', 'shutdown', false],
    [GET, 'shutdown', false],
  ];
  for (const [wire, notHttp, fatal] of cases) {
    it(`is ${fatal ? '' : 'not '}the end of the server: ${JSON.stringify(wire)} with ${notHttp}`, async () => {
      const { outcome, access } = await runLogged(wire, { settings: { notHttp } });
      assert.equal(outcome.fatal !== undefined, fatal);
      assert.equal(access.length, 1);
    });
  }
});

describe('run exchange: access.log follows the client (S5)', () => {
  const cases: readonly (readonly [detail: 'full' | 'short', options: ClientOptions, logged: string])[] = [
    ['full', {}, 'full'],
    ['short', {}, 'short'],
    ['full', { shortLog: true }, 'short'],
    ['short', { shortLog: false }, 'full'],
  ];
  for (const [detail, options, logged] of cases) {
    it(`is ${logged} where the manifest says ${detail} and the client ${JSON.stringify(options)}`, async () => {
      const settings = {
        logs: {
          access: { file: null, detail, bodyBytesMax: 64, redact: NOTHING_REDACTED },
          error: { file: null, redact: NOTHING_REDACTED },
          secrets: undefined,
        },
      };
      const { access } = await runLogged(GET, { settings, options });
      assert.equal(access[0]?.['detail'], logged);
    });
  }
  it('changes with the next request, not with the one that asks for it', async () => {
    const store = createMemoryStore(10);
    const handler: Handler = async ({ client }) => client.set({ shortLog: true });
    const first = await runLogged(GET, { handler, store });
    const second = await runLogged(GET, { handler, store });
    assert.deepEqual([first.access[0]?.['detail'], second.access[0]?.['detail']], ['full', 'short']);
  });
});

function promisingStore(options: ClientOptions): ClientStore {
  return { get: async () => options, set: async () => {} };
}

/** A text that is harmless when it is looked at, and splits the message when it is written. */
function shifty(): unknown {
  let looks = 0;
  return { toString: () => (looks++ === 0 ? 'ok' : 'x\r\nEvil: 1') };
}

function fail(thrown: unknown): never {
  throw thrown;
}

function textOf(outcome: Outcome | Promise<Outcome>): string {
  return 'bytes' in outcome ? Buffer.from(outcome.bytes).toString('utf8') : '';
}

function checkStatus(outcome: Outcome, status: number): void {
  assert.equal(textOf(outcome).slice(0, 13), `HTTP/1.1 ${status} `);
}
