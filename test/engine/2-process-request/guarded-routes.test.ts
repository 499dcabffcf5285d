import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../../src/contract/answer.ts';
import { processRequest } from '../../../src/engine/2-process-request/process-request.ts';
import { acceptWire } from '../accept-wire.ts';
import { ASKER } from '../asker.ts';
import { buildProgram, byHandler, type ProgramSettings } from '../build-program.ts';

const SETTINGS: ProgramSettings = { methods: ['GET', 'POST'], hosts: new Set(['shop.example', '[::1]']) };

describe('process request: sameOrigin', () => {
  it('refuses what a page of another origin sends, before the handler runs', () => {
    const { answer, ran } = process('POST', '/guarded', ['Host: shop.example', 'Origin: http://evil.example']);
    assert.ok(answer.kind === 'failure');
    assert.deepEqual([answer.status, answer.code, ran], [403, 'cross-site', 0]);
    assert.match(String(answer.cause), /Origin: http:\/\/evil\.example/);
  });
  it('refuses a GET too: an image is enough to send one', () => {
    checkStatus('GET', '/guarded', ['Host: shop.example', 'Sec-Fetch-Site: cross-site'], 403);
  });
  it('lets our own pages and programs that are no browser pass', () => {
    checkStatus('POST', '/guarded', ['Host: shop.example', 'Origin: http://shop.example'], 'ran');
    checkStatus('POST', '/guarded', ['Host: shop.example'], 'ran');
  });
  it('takes no origin for ours where nobody said who was asked', () => {
    checkStatus('POST', '/guarded', ['Origin: null'], 403, '1.0');
    checkStatus('POST', '/guarded', ['Referer: about:blank'], 403, '1.0');
  });
  it('is for the routes that say so', () => {
    checkStatus('GET', '/open', ['Host: shop.example', 'Sec-Fetch-Site: cross-site'], 'ran');
  });
});

describe('process request: server.hosts (RFC 9110 §15.5.20)', () => {
  const known = ['Host: shop.example', 'Host: SHOP.example:8888', 'Host: shop.example.', 'Host: [::1]:80'];
  for (const host of known) it(`answers for ${host}`, () => checkStatus('GET', '/open', [host], 'ran'));

  const strangers = ['Host: evil.example', 'Host: 127.0.0.1', 'Host: shop.example.evil', 'Host: [::2]', 'Host:'];
  for (const host of strangers) {
    it(`misdirected: ${host}`, () => checkStatus('GET', '/open', [host], 421));
  }
  it('comes before everything but the method of the server, so that a stranger learns nothing', () => {
    checkStatus('PUT', '/nowhere', ['Host: evil.example'], 501);
    checkStatus('GET', '/nowhere', ['Host: evil.example'], 421);
  });
  it('goes by an absolute target before Host', () => {
    checkStatus('GET', 'http://shop.example/open', ['Host: evil.example'], 'ran');
    checkStatus('GET', 'http://evil.example/open', ['Host: shop.example'], 421);
  });
  it('takes a request of HTTP/1.0 that names nobody', () => checkStatus('GET', '/open', [], 'ran', '1.0'));
  it('takes every name where none is listed', () => {
    const { answer } = process('GET', '/open', ['Host: evil.example'], '1.1', {});
    assert.equal(answer.kind, 'json');
  });
});

type Fields = readonly string[];

function checkStatus(method: string, target: string, fields: Fields, expected: number | 'ran', version = '1.1'): void {
  const { answer, ran } = process(method, target, fields, version);
  assert.deepEqual([answer.kind === 'failure' ? answer.status : 'ran', ran], [expected, expected === 'ran' ? 1 : 0]);
}

function process(
  method: string,
  target: string,
  fields: Fields,
  version = '1.1',
  settings = SETTINGS,
): { readonly answer: Answer; readonly ran: number } {
  let ran = 0;
  const respond = byHandler(() => ++ran);
  const methods = ['GET', 'POST'];
  const program = buildProgram(
    [
      { name: 'guarded', path: '/guarded', methods, respond, sameOrigin: true },
      { name: 'open', path: '/open', methods, respond },
    ],
    settings,
  );
  const accepted = acceptWire([`${method} ${target} HTTP/${version}`, ...fields, '', ''].join('\r\n'));
  assert.ok(accepted.kind === 'request', 'it is a request');
  const processed = processRequest(program, accepted.request, ASKER);
  assert.ok(!(processed instanceof Promise));
  return { answer: processed.answer, ran };
}
