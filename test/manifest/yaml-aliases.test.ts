import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from '../../src/contract/diagnostic.ts';
import { loadFiles, placesOf } from './manifest-folder.ts';

const HEAD = 'version: 1\nroutes:\n  a:\n    path: /\n';

describe('YAML: values that aliases stand for', () => {
  const related = ({ related: places }: Diagnostic) =>
    places.map(({ line, column, message }) => `${line}:${column} ${message}`);
  it('a mistake is said once, with the aliases', async () => {
    const text = 'version: 1\nroutes:\n  a: &a { path: /a, text: A, methods: [GET, PSOT] }\n  b: *a\n  c: *a\n';
    const result = await loadFiles({ 'routes.yaml': text });
    assert.deepEqual(placesOf(result), ['bad-value routes.yaml:3:45']);
    assert.deepEqual(result.diagnostics.flatMap(related), [
      '4:6 an alias stands for it here',
      '5:6 an alias stands for it here',
    ]);
  });
  it('two routes that are one are told apart by the place of the alias', async () => {
    const text = 'version: 1\nroutes:\n  a: &a { path: /a, text: A }\n  b: *a\n';
    const result = await loadFiles({ 'routes.yaml': text });
    assert.deepEqual(placesOf(result), ['ambiguous-routes routes.yaml:4:6']);
    assert.deepEqual(result.diagnostics.flatMap(related), ['3:17 the other path is here']);
  });
  it('a mistake of the alias alone is where that is', async () => {
    const text =
      'version: 1\nroutes:\n  a: { path: &p /a, text: A, json: 1 }\n  b: { path: /b, redirect: { route: *p } }\n';
    const result = await loadFiles({ 'routes.yaml': text.replace(', json: 1', '') });
    assert.deepEqual(placesOf(result), ['unknown-route routes.yaml:4:37']);
    assert.deepEqual(result.diagnostics.flatMap(related), ['3:17 the alias stands for this']);
  });
  it('a mistake below x- is said once, with each of its aliases', async () => {
    const text =
      "version: 1\nroutes:\n  x-base: &base { type: strin }\n  a: { path: '/a/{b}', params: { b: *base }, text: A }\n  c: { path: '/c/{b}', params: { b: *base }, text: C }\n";
    const result = await loadFiles({ 'routes.yaml': text });
    assert.deepEqual(placesOf(result), ['bad-value routes.yaml:3:25']);
    assert.deepEqual(result.diagnostics.flatMap(related), [
      '4:37 an alias stands for it here',
      '5:37 an alias stands for it here',
    ]);
  });
  it('what is no value is said once', async () => {
    const text = `${HEAD}    json: { a: &a [.nan], b: *a, c: *a }\n`;
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), ['not-json routes.yaml:5:20']);
  });
  it('says nothing of aliases with which nothing is wrong', async () => {
    const text = 'version: 1\nroutes:\n  a: { path: /a, text: &t A }\n  b: { path: /b, text: *t }\n';
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), []);
  });
});
