/**
 * Measures how the control plane grows with the number of routes, each with parameters, a handler, a view and an example
 * of its own: seconds to load and to check, seconds to say what is wrong where every route has the same mistakes, and
 * microseconds to match the first and the last route. Each size runs in a process of its own; the manifest is split
 * into included files. `node --import tsx test/bench/manifest-scale.ts --routes 100,1000,10000`
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import type { Program } from '../../src/contract/program.ts';
import { matchRoute } from '../../src/engine/2-process-request/match/match-route.ts';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { writeIncludes } from './route-manifest.ts';

interface Figures {
  readonly loadMs: number;
  readonly checkMs: number;
  readonly mistakesMs: number;
  readonly firstMicros: number;
  readonly lastMicros: number;
}

const { values: flags } = parseArgs({
  options: { routes: { type: 'string', default: '100,1000,10000' }, folder: { type: 'string' } },
});

const MATCHES = 200_000;

if (flags.folder === undefined) report(flags.routes.split(',').map(Number));
else console.log(JSON.stringify(await measure(flags.folder, Number(flags.routes))));

function report(counts: readonly number[]): void {
  console.log('| routes | load s | load, µs a route | check s | mistakes s | match first µs | match last µs |');
  console.log('|---|---|---|---|---|---|---|');
  for (const count of counts) {
    const folder = mkdtempSync(join(tmpdir(), 'velosiped-scale-'));
    try {
      writeManifest(join(folder, 'right'), count, routeText);
      writeManifest(join(folder, 'wrong'), count, wrongRouteText);
      const args = [...process.execArgv, import.meta.filename, '--routes', String(count), '--folder', folder];
      const { loadMs, checkMs, mistakesMs, firstMicros, lastMicros }: Figures = JSON.parse(
        execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
      );
      const perRoute = ((loadMs * 1000) / count).toFixed(0);
      const match = `${firstMicros.toFixed(2)} | ${lastMicros.toFixed(2)}`;
      const all = `${seconds(checkMs)} | ${seconds(mistakesMs)}`;
      console.log(`| ${count} | ${seconds(loadMs)} | ${perRoute} | ${all} | ${match} |`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

function writeManifest(folder: string, count: number, write: (number: number) => string): void {
  writeIncludes(folder, count, write);
  mkdirSync(join(folder, 'views'));
  const numbers = Array.from({ length: count }, (_, index) => index);
  const handlers = numbers.map((number) => `  handler${number}: ({ params }) => ({ id: params.id }),\n`);
  writeFileSync(join(folder, 'handlers.mjs'), `export const handlers = {\n${handlers.join('')}};\n`);
  for (const number of numbers) writeFileSync(join(folder, `views/view${number}.hbs`), `<h1>${number}: {{id}}</h1>\n`);
}

function routeText(number: number): string {
  return `  route${number}:
    path: ${pathOf(number, '{id}', '{part}')}
    params:
      id: { type: integer, minimum: 1 }
      part: { type: string, maxLength: 20 }
    handler: handler${number}
    view: view${number}
    examples:
      one: { request: GET ${pathOf(number, '1', 'a')}, response: { status: 200, contains: '${number}: 1' } }
`;
}

/** Names that are misspelt, a path that two routes share and one that all share, a route that leads nowhere, a cut value. */
function wrongRouteText(number: number): string {
  return `  route${number}:
    path: ${pathOf(number, '{id}', '{part}')}
    params: { id: { type: integer, minimum: 1 }, prt: { type: string } }
    handler: handlr${number}
    view: veiw${number}
    examples: { one: { request: GET /elsewhere/${number}, response: { status: 200 } } }
  again${number}:
    path: ${pathOf(number, '{id}', '{part}')}
    params: { id: { type: boolean }, part: { type: string } }
    redirect: { route: rout${number} }
  same${number}: { path: /same, text: A }
  cut${number}: { path: /cut,${number}, text: A }
`;
}

/** Groups of ten below groups of a hundred, and so on, as the paths of a large site are. */
function pathOf(number: number, id: string, part: string): string {
  return `/section${Math.floor(number / 100)}/page${number}/${id}/${part}`;
}

async function measure(folder: string, count: number): Promise<Figures> {
  const manifest = join(folder, 'right/routes.yaml');
  const startMs = performance.now();
  const loaded = await loadManifest(manifest);
  const loadMs = performance.now() - startMs;
  if (loaded.kind === 'rejected') throw new Error(`${folder}: ${loaded.diagnostics[0]?.message}`);
  const { passed } = await checkExamples(loaded);
  if (passed !== count) throw new Error(`${folder}: ${passed} of ${count} examples have passed`);
  const checkMs = performance.now() - startMs;
  const wrongMs = performance.now();
  const { diagnostics, sources } = await loadManifest(join(folder, 'wrong/routes.yaml'));
  renderDiagnostics(diagnostics, sources, { color: false });
  const mistakesMs = performance.now() - wrongMs;
  if (diagnostics.length < 7 * count) throw new Error(`${folder}: ${diagnostics.length} mistakes were found`);
  const { program } = loaded;
  const firstMicros = matchMicros(program, pathOf(0, '1', 'a'));
  return { loadMs, checkMs, mistakesMs, firstMicros, lastMicros: matchMicros(program, pathOf(count - 1, '1', 'a')) };
}

function matchMicros(program: Program, path: string): number {
  const match = (times: number) => {
    for (let done = 0; done < times; done++) {
      if (matchRoute(program, 'GET', path).kind !== 'matched') throw new Error(`${path} is not matched`);
    }
  };
  match(MATCHES / 10);
  const startMs = performance.now();
  match(MATCHES);
  return ((performance.now() - startMs) * 1000) / MATCHES;
}
