import { readFileSync } from 'node:fs';
import { PACKAGE } from '../manifest/1-read/code-folder.ts';
import { recordOf } from '../manifest/1-read/is-record.ts';

/** This program's version, as package.json has it. */
export const VERSION = readVersion();

function readVersion(): string {
  const { version } = recordOf(JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')));
  if (typeof version !== 'string') throw new Error('package.json has no version');
  return version;
}
