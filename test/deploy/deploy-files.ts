import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../docs/deploy');

const { bin } = JSON.parse(readFileSync(resolve(FOLDER, '../../package.json'), 'utf8'));

/** The program where a project has it installed. */
export const INSTALLED_MAIN = `node_modules/velosiped/${bin.velosiped}`;

/** A file of docs/deploy/, as it is shipped. */
export function deployFile(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}
