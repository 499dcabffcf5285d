/**
 * Does what a newcomer does with the package, in empty folders and with an empty cache of npm, on several releases of Node.js:
 * `npm run test:package -- [--only 20,22,24] [--next velosiped-X.tgz]`. Says how long each step took, and exits
 * with 1 where one went wrong. `--next`: a later package to upgrade to; else this one, as if it were the next release.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installNode } from '../install-node.ts';
import { freshFolder } from '../start-server.ts';
import { nextRelease, packPackage } from './pack-package.ts';

const TEMPLATES = ['site', 'api'];
const DEVELOPMENT = /^(?:@types|typescript|undici-types|@typescript|\.)/;

const { values } = parseArgs({ options: { only: { type: 'string', default: '20,22,24' }, next: { type: 'string' } } });
const { file: tarball } = packPackage();
const next = values.next === undefined ? nextRelease(tarball) : resolve(values.next);
for (const release of values.only.split(',')) await walk(release);

async function walk(release: string): Promise<void> {
  const node = process.version.startsWith(`v${release}.`) ? process.execPath : installNode(release);
  const env = { ...process.env, PATH: `${join(node, '..')}:${process.env['PATH']}`, npm_config_cache: freshFolder() };
  const home = freshFolder();
  const step = (cwd: string, line: string, status = 0): string => {
    const sinceMs = performance.now();
    const [file = '', ...args] = line.split(' ');
    const ran = spawnSync(file, args, { cwd, env, encoding: 'utf8' });
    console.log(`${String(Math.round(performance.now() - sinceMs)).padStart(7)} ms  ${line.replace(/\/\S+\//, '')}`);
    assert.equal(ran.status, status, `${line}: ${ran.error?.message ?? ''}\n${ran.stdout}${ran.stderr}`);
    return ran.stdout + ran.stderr;
  };
  console.log(`\n=== ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  step(home, `npm install --no-audit --no-fund ${tarball}`);
  for (const template of TEMPLATES) {
    const project = join(home, template);
    step(home, `npx velosiped init ${template} --template ${template}`);
    step(project, 'npm install --no-audit --no-fund');
    checkInstalled(project, step(project, 'npm ls --omit=dev --all --parseable'));
    checkWorks(project, step);
    await checkServes(project, { node, env });
    checkSlip(project, step);
    step(project, `npm install --no-audit --no-fund ${next}`);
    checkWorks(project, step);
    const types = join(project, 'src/routes.gen.ts');
    appendFileSync(types, '\nexport type Older = string;\n');
    assert.match(step(project, 'npx velosiped check', 1), /error stale-types/);
  }
}

type Step = (cwd: string, line: string, status?: number) => string;

function checkWorks(project: string, step: Step): void {
  step(project, 'npm test');
  step(project, 'npx velosiped check');
  step(project, 'npx tsc');
}

/** What is installed besides the tools of development is what npm lists as needed. */
function checkInstalled(project: string, listed: string): void {
  const modules = join(project, 'node_modules');
  const needed = new Set(listed.split('\n').map((path) => path.split('/node_modules/').at(-1)));
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  assert.deepEqual(
    names.filter((name) => !DEVELOPMENT.test(name) && !needed.has(name)),
    [],
  );
}

async function checkServes(project: string, { node, env }: { node: string; env: NodeJS.ProcessEnv }): Promise<void> {
  const sinceMs = performance.now();
  const bin = join(project, 'node_modules/.bin/velosiped');
  const server = spawn(node, [bin, '--port', '0'], { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await once(server.stdout, 'data');
  const url = String(output).trim();
  const { status } = await fetch(url);
  console.log(
    `${String(Math.round(performance.now() - sinceMs)).padStart(7)} ms  first answer of ${bin.split('/').at(-1)}: ${status}`,
  );
  assert.ok(status < 500, `${url} answers ${status}`);
  server.kill('SIGTERM');
  assert.deepEqual(await once(server, 'close'), [0, null]);
}

function checkSlip(project: string, step: Step): void {
  const manifest = join(project, 'routes.yaml');
  const right = readFileSync(manifest, 'utf8');
  appendFileSync(manifest, 'routs: {}\n');
  assert.match(step(project, 'npx velosiped check', 1), /routes\.yaml:\d+:1 error unknown-key\n.*\n.*\n.*\n.*"routes"/);
  writeFileSync(manifest, right);
}
