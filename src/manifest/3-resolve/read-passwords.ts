import { dirname, resolve } from 'node:path';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { hintFor, type Reading, readWhole } from '../1-read/read-text.ts';
import type { ValidManifest } from '../2-validate/validate-manifest.ts';

/** The bcrypt hashes of users' passwords, by their names. */
export type Passwords = ReadonlyMap<string, string>;

/** Of each file that could be read, by its full path. */
export type LoadedPasswords = ReadonlyMap<string, Passwords>;

interface PasswordFile {
  readonly name: string;
  readonly file: string;
  readonly at: SourceSpan;
}

/** Reads the files of `auth.users`. No text of them is ever shown. Faults: cannot-read, too-large, bad-auth. */
export function readPasswords(valid: ValidManifest, reading: Reading): LoadedPasswords {
  const loaded = new Map<string, Passwords>();
  for (const named of passwordFilesOf(valid)) {
    if (loaded.has(named.file)) continue;
    const passwords = readFile(named, reading);
    if (passwords !== undefined) loaded.set(named.file, passwords);
  }
  return loaded;
}

function passwordFilesOf({ manifest, located }: ValidManifest): readonly PasswordFile[] {
  const base = dirname(located.source.file);
  return (['groups', 'routes'] as const).flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).flatMap(([owner, { auth }]) => {
      const name = auth?.users;
      if (name === undefined) return [];
      return [{ name, file: resolve(base, name), at: located.valueAt([kind, owner, 'auth', 'users']) }];
    }),
  );
}

function readFile({ name, file, at }: PasswordFile, reading: Reading): Passwords | undefined {
  const hint = (reason: string) => hintFor(reason, file) ?? HOW_TO_WRITE;
  const bytes = readWhole({ file, called: `the users' file "${name}"`, at, hint }, reading);
  if (bytes === undefined) return undefined;
  const passwords = new Map<string, string>();
  for (const [index, line] of new TextDecoder().decode(bytes).split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const fault = readLine(line, passwords);
    if (fault === undefined) continue;
    const message = `Line ${index + 1} of the users' file "${name}" ${fault}`;
    reading.findings.add({ code: 'bad-auth', at, message, hint: HOW_TO_WRITE });
  }
  return passwords;
}

const HOW_TO_WRITE = '"htpasswd -B FILE NAME" writes such lines: NAME:HASH; "npx bcrypt PASSWORD" prints a hash';

/** Adds a user, or says why that cannot be. */
function readLine(line: string, passwords: Map<string, string>): string | undefined {
  const colon = line.indexOf(':');
  const [name, hash] = [line.slice(0, colon), line.slice(colon + 1)];
  if (colon < 1 || name.includes('\uFFFD')) return 'is not a name, a colon and a hash';
  const cost = BCRYPT.exec(hash)?.[1];
  if (cost === undefined) return 'has a hash that is not of bcrypt';
  if (Number(cost) > COST_MAX) return `has the cost ${cost}, over ${COST_MAX}: each login would take seconds`;
  if (passwords.has(name)) return 'has the name of an earlier line';
  passwords.set(name, hash);
  return undefined;
}

const BCRYPT = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;
const COST_MAX = 14;
