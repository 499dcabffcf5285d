import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesSource, errorsPage, readEntries } from './diagnostic-entries.ts';
import { validatorSource } from './validator-source.ts';

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** Every file that is made of another, by its name: what `npm run generate` writes and a test holds fresh. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema: Readonly<Record<string, unknown>> = JSON.parse(read('schemas/manifest.schema.json'));
  const entries = readEntries();
  return new Map([
    ['src/manifest/2-validate/is-valid-manifest.gen.ts', validatorSource(schema)],
    ['src/manifest/findings/diagnostic-codes.gen.ts', codesSource(entries)],
    ['docs/ERRORS.md', errorsPage(entries, read('docs/ERRORS.md'))],
  ]);
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
