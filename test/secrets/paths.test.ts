import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestSecrets, SecretSegment } from '../../src/contract/log-settings.ts';
import { hideInUrl } from '../../src/engine/secret-parts.ts';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';

const MANIFEST = `
version: 1
schemas:
  Text: { type: string }
  Password: { type: string, format: password }
routes:
  any:
    path: "/{a}/{token}/{x}"
    params: { a: { $ref: "#/schemas/Text" }, token: { $ref: "#/schemas/Password" }, x: { $ref: "#/schemas/Text" } }
    text: any
  login:
    path: "/login/{user}/{password}"
    params: { user: { $ref: "#/schemas/Text" }, password: { $ref: "#/schemas/Password" } }
    text: login
`;

describe('secrets in paths: where the route is not known, those of all paths that fit', () => {
  const site = serveSite(MANIFEST, {});
  it('in a target that no route answers, and in a Referer', async () => {
    const { status } = await ask(site.port, 'DELETE /login/joe/hunter2', ['Referer: http://a/login/joe/hunter2']);
    assert.equal(status, 405);
    const line = site.access.at(-1);
    assert.equal(line?.['target'], '/login/[redacted]/[redacted]');
    assert.doesNotMatch(JSON.stringify([site.access, site.errors]), /hunter2/);
  });
  it('and where it is known, its own', async () => {
    await ask(site.port, 'GET /login/joe/hunter2');
    assert.equal(site.access.at(-1)?.['target'], '/login/joe/[redacted]');
  });

  const cases: readonly (readonly [paths: readonly string[], url: string, shown: string])[] = [
    [['/a/*'], '/a/b', '/a/#'],
    [['/a/*'], '/a/b/?c', '/a/#/?c'],
    [['/a/*'], '/a', '/a'],
    [['/a/**'], '/a/b/c?d', '/a/#?d'],
    [['/a/**'], '/a//c', '/a/#'],
    [['/a/**'], '/a/', '/a/'],
    [['/a/**'], '/a', '/a'],
    [['/a/-/*', '/a/**'], '/a/b/c', '/a/#'],
    [['/*/-/-', '/a/-/*', '/a/b/*'], 'http://h/a/b/c', 'http://h/#/b/#'],
    [['/a/*', '/b/*'], '/c/d', '/c/d'],
    [[], '/a/b', '/a/b'],
  ];
  for (const [paths, url, shown] of cases) {
    it(`${paths.join(' and ')}: ${url} is shown as ${shown}`, () =>
      assert.equal(hideInUrl(secretsOf(paths), url).replaceAll('[redacted]', '#'), shown));
  }
});

/** `*` is a secret segment, `-` is one that is not secret, `**` is a secret rest. */
function secretsOf(paths: readonly string[]): RequestSecrets {
  const segmentOf = (text: string): SecretSegment => {
    if (text === '**') return { kind: 'rest', secret: true };
    return text === '*' || text === '-' ? { kind: 'parameter', secret: text === '*' } : { kind: 'literal', text };
  };
  const compiled = paths.map((path) => ({ route: path, segments: path.slice(1).split('/').map(segmentOf) }));
  return { query: [], body: [], bodiesOf: new Set(), paths: compiled };
}
