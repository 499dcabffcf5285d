import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Readiness } from '../../../src/contract/exchange.ts';
import { answerProbe } from '../../../src/engine/2-process-request/answer-probe.ts';

describe('answer probe', () => {
  const cases: readonly (readonly [asks: 'health' | 'ready', readiness: Readiness, status: number, said: string])[] = [
    ['health', 'ready', 200, 'ok'],
    ['health', 'draining', 200, 'ok'],
    ['health', 'store-down', 200, 'ok'],
    ['ready', 'ready', 200, 'ready'],
    ['ready', 'draining', 503, 'draining'],
    ['ready', 'store-down', 503, 'store-down'],
  ];
  for (const [asks, readiness, status, said] of cases) {
    it(`velosiped:${asks} of a server that is ${readiness}: ${status}, ${said}`, () => {
      const declared = { status: 200, headers: [['cache-control', 'max-age=9']] as const, cookies: [] };
      const head = { status, headers: [['Cache-Control', 'no-store']], cookies: [] };
      const json = answerProbe(declared, { kind: 'probe', asks, view: undefined }, readiness);
      assert.deepEqual(json, { kind: 'json', head, model: { status: said } });
      const view = () => [];
      const page = answerProbe(declared, { kind: 'probe', asks, view }, readiness);
      assert.deepEqual(page, { kind: 'page', head, view, model: { status: said } });
    });
  }
});
