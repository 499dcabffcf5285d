import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../docs/deploy');

/** A file of docs/deploy/, as it is shipped. */
export function deployFile(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}
