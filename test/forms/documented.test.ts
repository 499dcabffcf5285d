import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { ERROR_MODELS } from '../../src/manifest/views/trial-models.ts';

it('MANIFEST.md names all that a view gets of a form, of a field and of a choice', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/reference/MANIFEST.md'), 'utf8');
  const tables = page.slice(page.indexOf('| of a form |'), page.indexOf('The names of **built-in handlers**'));
  const named = new Set(tables.match(/(?<=`)\w+(?=`)/g));
  const form = ERROR_MODELS.flatMap((model) => (model.form === false ? [] : [model.form]))[0];
  const fields = form?.fields ?? [];
  const choices = fields.flatMap((field) => field.choices);
  const keys = [form, ...fields, ...choices].flatMap((model) => Object.keys(model ?? {}));
  assert.ok(keys.length > 100);
  assert.deepEqual(
    [...new Set(keys)].filter((key) => !named.has(key)),
    [],
  );
});
