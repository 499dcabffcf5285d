import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './commands-page.ts';
import { codesSource, errorsPage, readEntries } from './diagnostic-entries.ts';
import { manifestPage, type Schema } from './manifest-keys.ts';
import { shapeSource } from './shape-source.ts';

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** Every generated file, by its name: `npm run generate` writes them, and a test checks that they are up to date. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema: Schema = JSON.parse(read('schemas/manifest.schema.json'));
  const entries = readEntries();
  return new Map([
    ['src/manifest/2-validate/manifest-shape.gen.ts', shapeSource(schema)],
    ['src/manifest/findings/diagnostic-codes.gen.ts', codesSource(entries)],
    ['docs/reference/MANIFEST.md', manifestPage(schema, read('docs/reference/MANIFEST.md'))],
    ['docs/reference/COMMANDS.md', commandsPage(read('docs/reference/COMMANDS.md'))],
    ['docs/reference/ERRORS.md', errorsPage(entries, read('docs/reference/ERRORS.md'))],
  ]);
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
