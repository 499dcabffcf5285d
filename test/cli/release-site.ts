import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freshFolder, type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { createReloadSite, manifestText } from './reload-site.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Releases of a whole site, the program among it, and a link to the one that is to run: as deployments keep them. */
export interface Releases {
  /** The link. */
  readonly current: string;
  path(release: string, file: string): string;
  /** Makes the link lead there, in one step. */
  pointTo(release: string): void;
  remove(release: string): void;
}

/** Releases A and B, the link leading to A. Each says its name: `/` by its manifest, `/code` by its handlers, `/main` by its program. */
export function createReleases(): Releases {
  const folder = freshFolder();
  const current = join(folder, 'current');
  const path = (release: string, file: string): string => join(folder, 'releases', release, file);
  const pointTo = (release: string): void => {
    symlinkSync(join('releases', release), `${current}.new`);
    renameSync(`${current}.new`, current);
  };
  for (const release of ['A', 'B']) createRelease(path(release, ''), release);
  pointTo('A');
  return { current, path, pointTo, remove: (release) => rmSync(path(release, ''), { recursive: true }) };
}

function createRelease(folder: string, release: string): void {
  const main = ['main: { path: /main, handler: main }'];
  const site = createReloadSite(
    { home: release, routes: main },
    { 'handlers/code.mjs': `export const code = '${release}';\n`, 'handlers/main.mjs': MAIN },
  );
  mkdirSync(folder, { recursive: true });
  cpSync(site.path(''), folder, { recursive: true });
  const manifest = manifestText({ home: release, routes: main }).replace('all.mjs', 'main.mjs');
  writeFileSync(join(folder, 'routes.yaml'), manifest);
  for (const name of ['src', 'schemas', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'src/main.ts');
  writeFileSync(file, `Object.assign(globalThis, { release: '${release}' });\n${readFileSync(file, 'utf8')}`);
}

const MAIN = `
import { handlers as all } from './all.mjs';
export const handlers = { ...all, main: () => globalThis.release };
`;

/** Starts the server in the folder of the link, by names that are relative, as a shell or a service manager does. */
export function startRelease(
  t: TestContext,
  { current }: Releases,
  args: readonly string[] = [],
): Promise<RunningServer> {
  return startServer({ t, manifest: 'routes.yaml', main: 'src/main.ts', cwd: current, env: { PWD: current }, args });
}
