import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSite, type RunningServer, replaceOnce, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';

const ROUTE = `routes:
  order:
    path: /orders
    methods: [POST]
    text: ordered
    form: {}
    query: { word: { type: string, maxLength: 3 } }
    headers: { X-Word: { type: string, maxLength: 3 } }
    body:
      type: object
      additionalProperties: false
      required: [size]
      properties:
        size: { type: string, enum: [small, large] }
        note: { type: string, maxLength: 9 }
`;
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const JSON_TYPE = 'Content-Type: application/json';
const LONG = 'x'.repeat(6000);
const QUOTES = '"'.repeat(6000);
const MIB = 1024 * 1024;

/** What a page may be longer than that of a short value: a quotation mark is six characters, and a message and its cause quote it. */
const PAGE_GROWTH_MAX = 2 * 6 * 110;

type Asked = (value: string) => readonly [requestLine: string, fields?: readonly string[], body?: string];

describe('quoted values: however long it is, an answer and its records quote the beginning of what a client sent', () => {
  let server: RunningServer;
  let records = 0;
  before(async () => {
    const site = createSite((shipped) => {
      const open = replaceOnce(shipped, 'notHttp: shutdown', 'notHttp: reject\n  hosts: [localhost]');
      return replaceOnce(open, 'routes:\n', ROUTE);
    });
    server = await startServer({ manifest: site.manifest });
    await ask(server.port, 'POST /show_errors/1');
  });
  after(() => server.stop());

  const cases: readonly (readonly [status: number, what: string, asked: Asked, long?: string])[] = [
    [501, 'a method', (value) => [`${value} /`]],
    [400, 'a method of the asterisk-form', (value) => [`${value} *`]],
    [404, 'a path', (value) => [`GET /${value}`]],
    [404, 'the name of a form', (value) => [`GET /submit/${value}`]],
    [400, 'a path that does not decode', (value) => [`GET /%ff${value}`]],
    [400, 'a parameter', (value) => [`GET /div/${value}/to/1`]],
    [400, 'a pair of a cookie', (value) => [`POST /set_cookie/=/${value}`]],
    [421, 'a host', (value) => [`GET http://${value}/`]],
    [403, 'an origin', (value) => ['POST /set_cookie/=/a=1', [`Origin: ${value}`]], QUOTES],
    [403, 'a referrer', (value) => ['POST /set_cookie/=/a=1', [`Referer: ${value}`]], QUOTES],
    [415, 'a media type', (value) => ['POST /orders', [`Content-Type: ${value}`, 'X-Word: a'], '{}'], QUOTES],
    [415, 'a content coding', (value) => ['POST /orders', [`Content-Encoding: ${value}`, 'X-Word: a'], '{}'], QUOTES],
    [400, 'a header field', (value) => ['POST /orders', [JSON_TYPE, `X-Word: ${value}`], '{"size":"small"}'], QUOTES],
    [400, 'a value of a body', (value) => ['POST /orders', [JSON_TYPE], JSON.stringify({ size: value })], QUOTES],
    [
      400,
      'a property',
      (value) => ['POST /orders', [JSON_TYPE], JSON.stringify({ size: 'small', [value]: 1 })],
      QUOTES,
    ],
    [400, 'a field', (value) => ['POST /orders', [FORM], `size=small&${value}=1`], QUOTES],
    [400, 'a field that does not decode', (value) => ['POST /orders', [FORM], `size=small&${value}=%`], QUOTES],
    [400, 'a text that is no JSON', (value) => ['POST /orders', [JSON_TYPE], value], QUOTES],
    [417, 'an expectation', (value) => ['POST /orders', [`Expect: ${value}`]], QUOTES],
    [400, 'a length', (value) => ['POST /orders', [`Content-Length: ${value}`]], QUOTES],
    [400, 'a transfer coding', (value) => ['POST /orders', [`Transfer-Encoding: ${value}`]], QUOTES],
    [501, 'one that nobody knows', (value) => ['POST /orders', [`Transfer-Encoding: ${value}, chunked`]]],
  ];
  for (const [status, what, asked, long = LONG] of cases) {
    it(`${status}: ${what}`, async () => {
      const send = async (value: string) => {
        const [requestLine, fields = [], body = ''] = asked(value);
        const answer = await ask(server.port, requestLine, fields, { body });
        assert.equal(answer.status, status, answer.body);
        records += 1;
        const record = (await server.records('error.log', records)).at(-1) ?? assert.fail('there is no record');
        // Its form gives it back, once.
        const page = answer.body.replace(`value="${value}"`, '');
        return { page: page.length, record: `${record['message']}${record['cause']}`.length };
      };
      const short = await send(long.slice(0, 4));
      const longer = await send(long);
      assert.ok(longer.page - short.page < PAGE_GROWTH_MAX, `the page grew by ${longer.page - short.page}`);
      assert.ok(longer.record - short.record < PAGE_GROWTH_MAX, `the record grew by ${longer.record - short.record}`);
    });
  }

  const refills: readonly (readonly [what: string, target: string, body: string])[] = [
    ['a field that no address can hold', '/submit/setCookie', 'pairs='],
    ['a choice that there is not', '/orders', 'size='],
    ['a field that breaks its rule', '/orders', 'size=small&note='],
  ];
  for (const [what, target, body] of refills) {
    it(`400: ${what} is given back as long as a person may have typed it, else the page says that it is not`, async () => {
      const send = async (text: string) => {
        const answer = await ask(server.port, `POST ${target}`, [FORM, 'X-Word: a'], { body: `${body}${text}` });
        assert.equal(answer.status, 400, answer.body);
        records += 1;
        return answer.body;
      };
      const typed = 'z'.repeat(16_000);
      const refilled = await send(typed);
      assert.equal(refilled.split(typed).length, 2);
      assert.doesNotMatch(refilled, /too long to be shown again/);
      const refused = await send('"'.repeat(MIB - 32));
      assert.match(refused, /class="problem"[^>]*>[^<]*What was sent here is too long to be shown again\./);
      assert.ok(refused.length < refilled.length, `the page has ${refused.length} characters`);
    });
  }
});
