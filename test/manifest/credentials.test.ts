import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { inFolder } from './manifest-folder.ts';

type Store = readonly [store: string, codes: readonly string[]];

const ENV = { WHOLE: 'redis://u:to#secret@h', PART: 'u:to/secret@h', USER: 'u:secret', PASSWORD: 'secret' };

/** `§` stands for a dollar sign, which a linter of this code would take for a slip before a brace. */
const WRITTEN: readonly Store[] = [
  ['redis://u:secret@h', ['written-password']],
  ['rediss://:secret@h:1/2', ['written-password']],
  ['redis://u:top@secret@h', ['written-password']],
  ['redis://u:se§{PASSWORD}cret@h', ['written-password']],
  ['§{UNSET:-redis://u:secret@h}', ['written-password']],
  // What is wrong with it as a URL can wait.
  ['redis://u:to#secret@h:1', ['written-password']],
  ['redis://u@h', []],
  ['redis://[::1]:7', []],
  ['redis://u@[::1]:7', []],
];
const FROM_ENVIRONMENT: readonly Store[] = [
  ['§{WHOLE}', ['bad-value']],
  ['§{PART}', ['bad-value']],
  ['redis://§{PART}', ['bad-value']],
  ['redis://u:§{PART}', ['bad-value']],
  ['redis://§{USER}@h', []],
  ['redis://u:§{PASSWORD}@h', []],
];

describe('the password of clients.store', () => {
  for (const [store, codes] of WRITTEN) {
    it(`is ${codes.length > 0 ? '' : 'not '}in the manifest: ${store}`, async () => {
      const { said, codes: found } = await load(store);
      assert.deepEqual(found, codes, said);
      assert.doesNotMatch(said, /secret/);
    });
  }
  for (const [store, codes] of FROM_ENVIRONMENT) {
    it(`comes from the environment, and nothing that is said has any of it: ${store}`, async () => {
      const { said, codes: found } = await load(store);
      assert.deepEqual(found, codes, said);
      assert.doesNotMatch(said, /secret/);
    });
  }
});

/** All that people and tools are told. */
async function load(store: string): Promise<{ readonly said: string; readonly codes: readonly string[] }> {
  const text = `version: 1\nclients: { store: "${store}" }\nroutes:\n  a: { path: /, text: x }\n`;
  return inFolder({ 'routes.yaml': text.replaceAll('§', '$') }, async (folder) => {
    const { diagnostics, sources } = await loadManifest(join(folder, 'routes.yaml'), { env: ENV });
    const said = renderDiagnostics(diagnostics, sources, { color: false }) + JSON.stringify(diagnostics);
    return { said, codes: diagnostics.map(({ code }) => code) };
  });
}
