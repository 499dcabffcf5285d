import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, messageOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { PACKAGE } from '../../manifest/1-read/code-folder.ts';
import { recordOf } from '../../manifest/1-read/is-record.ts';
import { loadTypes } from '../../manifest/load-types.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { VERSION } from '../version.ts';

type Asked = Command & { readonly kind: 'init' };

/** Writes a small project, and no file that is there already. Resolves to the exit code. */
export async function init({ folder, template }: Asked, terminal: Terminal): Promise<number> {
  const manifest = join(folder, 'routes.yaml');
  if (existsSync(manifest)) {
    terminal.err(`"${manifest}" exists, so there is a project already; nothing was written`);
    return 1;
  }
  const hasPackage = existsSync(join(folder, 'package.json'));
  const files = new Map([...templateFiles(template), ...(hasPackage ? MODULE_FILES : [])]);
  const ownPackage = files.get(PACKAGE_FILE) ?? '';
  files.set(PACKAGE_FILE, named(ownPackage, packageName(folder), ownSpecification(resolve(folder))));
  const write = (path: string, text: string): void =>
    terminal.out(`${path}: ${writeNew(path, text) ? 'written' : 'exists, left as it is'}`);
  try {
    for (const [path, text] of files) write(join(folder, path), text);
    const types = loadTypes(manifest, { env: terminal.env });
    if (types.kind === 'loaded') write(types.module.file, types.module.text);
  } catch (error) {
    terminal.err(`Cannot write a project to "${folder}": ${messageOf(error)}`);
    return 1;
  }
  terminal.out(['', ...nextSteps(folder, hasPackage ? ownPackage : undefined)].join('\n'));
  return 0;
}

/** A package.json that is there may say that its modules are CommonJS, or not say what they are. */
const MODULE_FILES = ['src', 'test'].map((name) => [`${name}/package.json`, '{ "type": "module" }\n'] as const);

/** The files of a template, and those of every project, by their paths in it. */
export function templateFiles(template: Asked['template']): Map<string, string> {
  const paths = [template, 'every'].flatMap((name) => {
    const folder = fileURLToPath(new URL(`src/cli/templates/${name}`, PACKAGE));
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.sort().map((file) => [relative(folder, file), file] as const);
  });
  // Without its dot there: npm obeys a .gitignore inside a package.
  const texts = paths.map(([path, file]) => [path.replace(/^gitignore$/, '.$&'), readFileSync(file, 'utf8')] as const);
  return new Map([['routes.yaml', ''], ...texts]); // the manifest comes first
}

const PACKAGE_FILE = 'package.json';

/** A package.json with its name, and with ours. */
function named(manifest: string, name: string, specification: string): string {
  const given = recordOf(JSON.parse(manifest));
  return `${JSON.stringify({ ...given, name, dependencies: { velosiped: specification } }, null, 2)}\n`;
}

/** `manifest`: the package.json of the template, where another one is there already. */
function nextSteps(folder: string, manifest: string | undefined): readonly string[] {
  const hasPackage = manifest !== undefined;
  const { scripts: own } = recordOf(JSON.parse(manifest ?? '{}'));
  const scripts = Object.entries(recordOf(own)).map(
    ([name, command]) => `    npm pkg set scripts.${name}="${command}"`,
  );
  const ownPackage = [
    'package.json was there already. For scripts and for type checks, run:',
    ...scripts,
    '    npm install --save-dev typescript @types/node',
    '',
  ];
  return [
    ...(hasPackage ? ownPackage : []),
    'Next:',
    ...(resolve(folder) === process.cwd()
      ? []
      : [`    cd ${/[^\w./-]/.test(folder) ? JSON.stringify(folder) : folder}`]),
    ...(hasPackage ? [] : ['    npm install']),
    '    npx velosiped check      find mistakes, and run the examples',
    '    npx velosiped --watch    serve, and apply changes as they are saved',
    '    npm test                 run the tests',
  ];
}

/** False where there is such a file. */
function writeNew(file: string, text: string): boolean {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The folder's name, as npm accepts it. */
function packageName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' || name === 'velosiped' ? 'my-site' : name;
}

/**
 * How a project in `folder` names this package: as the project that it is installed in does (a version, a URL, a file). Where it is not
 * installed, by the place of its sources.
 */
function ownSpecification(folder: string): string {
  const own = fileURLToPath(PACKAGE);
  const modules = dirname(own);
  if (basename(modules) !== 'node_modules') return fileSpecification(folder, own);
  const home = dirname(modules);
  const written = writtenIn(join(home, 'package.json'));
  const [, file] = /^file:(.+)$/.exec(written ?? '') ?? [];
  return file === undefined ? (written ?? VERSION) : fileSpecification(folder, resolve(home, file));
}

function fileSpecification(folder: string, file: string): string {
  const path = relative(folder, file);
  return `file:${(isAbsolute(path) ? file : path).split(sep).join('/')}`;
}

/** What a package.json says of us; undefined: nothing, or there is none. */
function writtenIn(file: string): string | undefined {
  // npm keeps packages that are installed for all users without one.
  const { dependencies, devDependencies } = recordOf(guarded(() => JSON.parse(readFileSync(file, 'utf8'))));
  const versions = [dependencies, devDependencies].map((listed) => recordOf(listed)['velosiped']);
  return versions.find((version) => typeof version === 'string');
}
