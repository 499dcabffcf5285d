import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { guarded } from '../../http/guarded.ts';
import { IS_PACKAGE } from '../1-read/code-folder.ts';

let reads: Promise<void> | undefined;

/**
 * Lets this process import a module that is TypeScript, or imports some. Current Node.js takes out the types itself; for an older one
 * tsx does, which comes with this program: what the user has installed does not matter.
 */
export async function readTypeScript(file: string): Promise<void> {
  // From its sources, this program runs only where TypeScript is read.
  if (!IS_PACKAGE) return;
  const own: unknown = Reflect.get(process.features, 'typescript');
  if (own !== undefined && own !== false) return;
  if (!leadsToTypeScript(file)) return;
  reads ??= register();
  await reads;
}

/** Or to a file that does. An import cannot be tried and repeated: Node.js remembers that it failed. */
function leadsToTypeScript(file: string): boolean {
  const found = new Set([file]);
  for (const path of found) {
    if (/\.[cm]?ts$/.test(path)) return true;
    const text = guarded(() => readFileSync(path, 'utf8')) ?? '';
    for (const inner of filesNamedIn(path, text)) found.add(inner);
  }
  return false;
}

/** What a module may import: the files whose relative names are quoted in its text, without the end of the name where it has none. */
export function filesNamedIn(file: string, text: string): readonly string[] {
  return [...text.matchAll(/(['"`])(\.{1,2}\/[^'"`\n]+)\1/g)].flatMap(([, , name = '']) => {
    const path = resolve(dirname(file), name);
    return ENDS.map((end) => `${path}${end}`).find((each) => CODE.test(each) && existsSync(each)) ?? [];
  });
}

const CODE = /\.[cm]?[jt]s$/;
const ENDS: readonly string[] = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js'];

async function register(): Promise<void> {
  const [modules, scripts] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  scripts.register();
  modules.register();
}
