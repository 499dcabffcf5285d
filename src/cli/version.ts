import { readFileSync } from 'node:fs';
import { PACKAGE } from '../manifest/1-read/code-folder.ts';

/** This program's version, as package.json has it. */
export const VERSION = readVersion();

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'));
  const found =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof found !== 'string') throw new Error('package.json has no version');
  return found;
}
