import { IS_PACKAGE } from '../1-read/code-folder.ts';

let reads: Promise<void> | undefined;

/**
 * Lets this process import a module in TypeScript. Current Node.js takes out the types itself; for an older one tsx does, which comes
 * with this program: what the user has installed does not matter.
 */
export async function readTypeScript(file: string): Promise<void> {
  // From its sources, this program runs only where TypeScript is read.
  if (!IS_PACKAGE || !/\.[cm]?ts$/.test(file)) return;
  const own: unknown = Reflect.get(process.features, 'typescript');
  if (own !== undefined && own !== false) return;
  reads ??= register();
  await reads;
}

async function register(): Promise<void> {
  const [modules, scripts] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  scripts.register();
  modules.register();
}
