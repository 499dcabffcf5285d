import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, type Finished, runCommand } from '../start-server.ts';

const MANIFEST = `version: 1
handlers: ./handlers.mjs
routes:
  hello:
    path: /hello
    handler: hello
    examples: { greets: { request: GET /hello, response: { status: 200 } } }
`;
const HELLO = 'export const handlers = { hello: () => ({ a: 1 }) };\n';
const CHECK = ['check'] as const;
const SERVE = ['serve', '--port', '0'] as const;

/** Handlers whose code does what nobody expects, what is found, and where. */
type Case = readonly [title: string, code: string, found: RegExp, place?: RegExp];

describe('handlers that do odd things while they are loaded: a finding, and no stack', { timeout: 120_000 }, () => {
  const cases: readonly Case[] = [
    ['throw an object without a prototype', `${HELLO}throw Object.create(null);`, /": \{\}\n/],
    ['throw an object', `${HELLO}throw { code: 'E_DB' };`, /": \{"code":"E_DB"\}\n/],
    [
      'have a getter that throws',
      'export const handlers = {\n  get hello() { throw new Error("no"); },\n};',
      /: no\n/,
      /handlers\.mjs:2:23/,
    ],
    ['throw', `${HELLO}\nnull.x;`, /TypeError: Cannot read/, /handlers\.mjs:3:6/],
    ['cannot be compiled', `${HELLO}\nconst a = ;`, /SyntaxError: /, /handlers\.mjs:3:11/],
    [
      'reject at their top level',
      `${HELLO}Promise.reject(new Error('gone'));`,
      /an uncaught error: Error: gone\n/,
      /handlers\.mjs:2:16/,
    ],
    [
      'reject with what is no error',
      `${HELLO}Promise.reject({ code: 'E_DB' });`,
      /an uncaught error: \{"code":"E_DB"\}\n/,
    ],
    [
      'reject with an object without a prototype',
      `${HELLO}Promise.reject(Object.create(null));`,
      /an uncaught error: \{\}\n/,
    ],
    [
      'throw in the next turn',
      `${HELLO}setImmediate(() => { throw Object.create(null); });\nawait new Promise(setImmediate);`,
      /an uncaught error: \{\}\n/,
    ],
    [
      'fail for several reasons',
      `${HELLO}throw new AggregateError([new Error('one'), new Error('two')], 'both');`,
      /AggregateError: both \(Error: one; Error: two\)\n/,
      /handlers\.mjs:2:7/,
    ],
  ];
  for (const [title, code, found, place] of cases) {
    it(title, async () => {
      for (const command of [CHECK, SERVE]) {
        const { code: exit, stderr, stdout } = await runOn(code, command);
        assert.equal(exit, 1, `${command[0]}: ${stderr}`);
        assert.match(stderr, /error cannot-load-handlers\n/, command[0]);
        assert.match(stderr, found, command[0]);
        if (place !== undefined) assert.match(stderr, place, command[0]);
        checkNoStack({ stdout, stderr });
      }
    });
  }
  it('are found by the other commands that load them, too', async () => {
    for (const command of [['routes'], ['explain', 'GET', '/hello']]) {
      const { code, stderr } = await runOn(`${HELLO}Promise.reject(new Error('gone'));`, command);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /an uncaught error: Error: gone\n/);
      checkNoStack({ stdout: '', stderr });
    }
  });
  it('is told of each process of several once', async () => {
    const { code, stderr } = await runOn(`${HELLO}Promise.reject(new Error('gone'));`, [...SERVE, '--workers', '2']);
    assert.equal(code, 1);
    assert.equal(stderr.split('an uncaught error: Error: gone').length, 2, stderr);
    checkNoStack({ stdout: '', stderr });
  });
});

describe('handlers that do odd things in an example: it fails, and no stack', { timeout: 120_000 }, () => {
  const cases: readonly Case[] = [
    ['throw an object', of("() => { throw { code: 'E_DB' }; }"), /\{\\?"code\\?":\\?"E_DB\\?"\}/],
    ['throw an object without a prototype', of('() => { throw Object.create(null); }'), /handler-failed|\{\}/],
    [
      'throw an error of several',
      of("() => { throw new AggregateError([new Error('one')], 'all'); }"),
      /all \(Error: one\)/,
    ],
    [
      'give a model with a getter that throws',
      of('() => ({ get a() { throw Object.create(null); } })'),
      /failed-example/,
    ],
    [
      'reject what nobody waits for',
      of("() => { Promise.reject({ code: 'E_DB' }); return {}; }"),
      /an uncaught error: \{"code":"E_DB"\}/,
    ],
    [
      'throw later',
      of('() => { setTimeout(() => { throw Object.create(null); }, 20); return {}; }'),
      /an uncaught error: \{\}/,
    ],
  ];
  for (const [title, code, found] of cases) {
    it(title, async () => {
      const { code: exit, stderr, stdout } = await runOn(code, CHECK);
      assert.equal(exit, 1, stderr);
      assert.match(stderr, /error failed-example\n/);
      assert.match(stderr, found);
      assert.match(stdout, /1 of 1 example failed\n$/);
      checkNoStack({ stdout, stderr });
    });
  }
  it('that throws when all is over is not heard of any more: check does not crash behind its own words', async () => {
    const code = of('() => { setTimeout(() => { throw new Error("late"); }, 3000).unref(); return {}; }');
    const { code: exit, stdout, stderr } = await runOn(code, CHECK);
    assert.deepEqual([exit, stderr], [0, '']);
    assert.match(stdout, /, 1 example passed\n$/);
  });
});

function of(handler: string): string {
  return `export const handlers = { hello: ${handler} };\n`;
}

function runOn(code: string, command: readonly string[]): Promise<Finished> {
  const { folder } = createSite(() => MANIFEST, { 'handlers.mjs': code });
  return runCommand(command, { cwd: folder });
}

function checkNoStack({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>): void {
  assert.doesNotMatch(stdout + stderr, /^\s+at /m, 'no stack trace');
  assert.doesNotMatch(stdout + stderr, /Node\.js v/);
}
