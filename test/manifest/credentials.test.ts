import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Findings } from '../../src/manifest/findings/findings.ts';
import { hideCredentials } from '../../src/manifest/findings/hide-credentials.ts';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { inFolder } from './manifest-folder.ts';

/** `§` stands for a dollar sign, which a linter of this code would take for a slip before a brace. */
const LINES: readonly (readonly [clients: string, codes: readonly string[]])[] = [
  ['{ store: "redis://u:secret@h", max: 0 }', ['bad-value']],
  ['{ store: "redis://u:secret@h", ttl: 10ms }', ['bad-value']],
  ['{ store: "redis://u:secret@h", tll: 1d }', ['unknown-key']],
  ['{ store: "redis://u:top@secret@h", max: 0 }', ['bad-value']],
  ['{ store: "redis://u:to#secret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:to?secret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:12/secret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:to%zzsecret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:to%FFsecret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:to secret@h:1" }', ['bad-value']],
  ['{ store: "redis://u:secret@" }', ['bad-value']],
  ['{ store: "redis://u:secret@h:port" }', ['bad-value']],
  ['{ store: "redis://u:secret@h/name" }', ['bad-value']],
  ['{ store: "redis://:secret" }', ['bad-value']],
  ['{ store: "redis://u:secret" }', ['bad-value']],
  ['{ store: "redis:/u:secret@h" }', ['bad-value']],
  ['{ store: "redsi://u:secret@h:1" }', ['bad-value']],
  ['{ store: ["redis://u:secret@h"] }', ['wrong-type']],
  ['{ stroe: "redis://u:secret@h" }', ['unknown-key']],
  ['{ store: redis://u:secret,tail@h:1 }', ['cut-target']],
  ['{ store: redis://u:secret@h: 1 }', ['bad-yaml']],
  ['{ store: "redis://u:secret@h" ', ['bad-yaml']],
  ['{ store: "redis://u:secret§{tail@h:1" }', ['bad-variable']],
  ['{ store: "redis://u:top§{secret@h:1" }', ['bad-variable']],
  ['{ store: "redis://u:secret§{UNSET}@h:1" }', ['unset-variable']],
  ['{ store: redis://u:secret§{WHOLE}@h }', ['unquoted-variable']],
  ['{ store: "redis://u:secret§{PART}@h" }', ['bad-value']],
  ['{ store: "§{WHOLE}" }', ['bad-value']],
  ['{ store: "§{PART}" }', ['bad-value']],
  ['{ store: "redis://§{PART}" }', ['bad-value']],
  ['\n  store:\n    "redsi://u:secret@h:1"', ['bad-value']],
  ['\n  store:\n    "redsi://u:to secret@h:1"', ['bad-value']],
  ['\n  store:\n    u:to secret@h', ['bad-value']],
  ['\n  "store" : !!str # here\n    "u:to \'secret"', ['bad-value']],
  ['\n  store: |\n    redsi://u:to\n    secret@h', ['bad-value']],
  ['\n  store: >-\n    redsi://u:to\n\n    secret@h', ['bad-value']],
  ['\n  store: "redsi://u:to\n\n    secret@h:1"', ['bad-value']],
  ['\n  store: "redsi://u:to\n  secret@h: 1"\n  max: 0', ['bad-yaml']],
  ["\n  store: 'redsi://u:to''\n    secret@h:1'", ['bad-value']],
  ['\n  store: redsi://u:to\n    secret@h: 1', ['bad-yaml']],
  ['\n  store: "redsi://u:to\nsecret@h: 1"', ['bad-yaml']],
  ['\n  store:\n    - "redsi://u:to secret@h"', ['wrong-type']],
  ['\n  store:\n    url: "u:to secret@h"', ['wrong-type']],
  ['{\n    "store":\n    "u:to secret@h" }', ['bad-value']],
  ['{ store:\n    "u:to secret@h", max: 0 }', ['bad-value', 'bad-value']],
  ['{ stroe: "redsi://u:secret@h" }', ['unknown-key']],
  ['\n  stroe:\n    "redsi://u:secret@h"', ['unknown-key']],
];
/** What stands near the store stays to be seen. */
const SHOWN: readonly (readonly [clients: string, shown: string])[] = [
  ['\n  store: memory\n  max: seen', '  max: seen'],
  ['{\n  store: memory,\n  max: seen }', '  max: seen }'],
  ['{ store: memory,\n    max: seen }', '    max: seen }'],
  ['{ store: "redis://h",\n    max: seen }', '    max: seen }'],
  ['\n  store: "redis://h"\n\n  # more\n  max: seen', '  max: seen'],
  ['\n  store:\n    memory\n  max: seen', '  max: seen'],
  ['\n  store:\n  max: seen', '  max: seen'],
  ['{ max: 5 }\nlogs:\n  store:\n    seen: 1', '  store:'],
];
const ENV = { WHOLE: 'redis://u:to#secret@h', PART: 'u:to/secret@h' };

describe('credentials of clients.store', () => {
  for (const [clients, codes] of LINES) {
    it(`are in nothing that is said of ${JSON.stringify(clients)}`, () => checkHidden(clients, codes));
  }
  it('are in nothing that is said of something else in relation to them', () => {
    const findings = new Findings();
    const place = { file: 'routes.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const related = [{ ...place, message: 'the value "redsi://u:secret@h" is here' }];
    findings.add({ code: 'bad-value', at: place, message: 'Cannot use "rds://secret@h"', related });
    assert.doesNotMatch(JSON.stringify(findings.inOrder([])), /secret/);
  });
  for (const [clients, shown] of SHOWN) {
    it(`hide nothing else: ${JSON.stringify(clients)}`, async () => {
      assert.ok((await load(clients)).said.includes(`| ${shown}\n`), (await load(clients)).said);
    });
  }
  it('hide no part of a link to a page of the web, but who opens it', () => {
    assert.equal(hideCredentials('see https://a.example/@b'), 'see https://a.example/@b');
    assert.equal(hideCredentials('see https://u:pw@a.example/'), 'see https://****@a.example/');
  });
  it('are not looked for in a route that is called store', async () => {
    const { said } = await load('{ max: 5 }', '  store:\n    path: /b\n    txt: seen');
    assert.match(said, /\| {5}txt: seen\n/);
  });
  for (const url of ['redis://u:p%40%2F%23@h:7/3', 'rediss://h', 'redis://[::1]:7', 'redis://:p@h/']) {
    it(`are taken from ${url}`, async () => assert.deepEqual((await load(`{ store: "${url}" }`)).codes, []));
  }
});

async function checkHidden(clients: string, codes: readonly string[]): Promise<void> {
  const loaded = await load(clients);
  assert.doesNotMatch(loaded.said, /secret/i);
  assert.deepEqual(loaded.codes, codes, loaded.said);
}

/** All that people and tools are told. */
async function load(
  clients: string,
  routes = '  a: { path: /, text: x }',
): Promise<{ readonly said: string; readonly codes: readonly string[] }> {
  const text = `version: 1\nclients: ${clients}\nroutes:\n${routes}\n`.replaceAll('§', '$');
  return inFolder({ 'routes.yaml': text }, async (folder) => {
    const { diagnostics, sources } = await loadManifest(join(folder, 'routes.yaml'), { env: ENV });
    const said = renderDiagnostics(diagnostics, sources, { color: false }) + JSON.stringify(diagnostics);
    return { said, codes: diagnostics.map(({ code }) => code) };
  });
}
