import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { renderDiagnostics } from '../../src/manifest/render-diagnostics.ts';
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
];
const ENV = { WHOLE: 'redis://u:to#secret@h', PART: 'u:to/secret@h' };

describe('credentials of clients.store', () => {
  for (const [clients, codes] of LINES) {
    it(`are in nothing that is said of ${clients}`, () => checkHidden(clients, codes));
  }
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
async function load(clients: string): Promise<{ readonly said: string; readonly codes: readonly string[] }> {
  const text = `version: 1\nclients: ${clients}\nroutes: { a: { path: /, text: x } }\n`.replaceAll('§', '$');
  return inFolder({ 'routes.yaml': text }, async (folder) => {
    const { diagnostics, sources } = await loadManifest(join(folder, 'routes.yaml'), { env: ENV });
    const said = renderDiagnostics(diagnostics, sources, { color: false }) + JSON.stringify(diagnostics);
    return { said, codes: diagnostics.map(({ code }) => code) };
  });
}
