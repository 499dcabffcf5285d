import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SOURCE, startServer } from '../start-server.ts';
import { childrenOf } from '../verdicts/process-figures.ts';
import { saidAnew } from './reload-site.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Says on stderr what a process loads: each module that is imported, as soon as it is, and on exit each file that was required,
 * which the hooks do not see. In between, that it printed its ready line.
 */
const HOOKS = `
  import { writeSync } from 'node:fs';
  export async function load(url, context, next) { writeSync(2, 'loads ' + url + '\\n'); return next(url, context); }
`;
const READY = 'is ready\n';
const RECORDER = `
  import { writeSync } from 'node:fs';
  import { createRequire, register } from 'node:module';
  register(${JSON.stringify(inUrl(HOOKS))});
  const { cache } = createRequire('file:///');
  const { write } = process.stdout;
  process.stdout.write = (...given) => { writeSync(2, ${JSON.stringify(READY)}); return write.apply(process.stdout, given); };
  process.on('exit', () => { for (const file of Object.keys(cache)) writeSync(2, 'loads file://' + file + '\\n'); });
`;
const RECORDED = { NODE_OPTIONS: `--import ${inUrl(RECORDER)}` };

/** What only other commands, a reload or a mistake need. */
const NOT_FOR_A_START = [
  'src/cli/judge/judge.ts',
  'src/cli/supervisor/supervise.ts',
  'src/manifest/check-parts.ts',
  'src/manifest/hand-over.ts',
  'src/manifest/findings/render-diagnostics.ts',
  'src/manifest/watch-manifest.ts',
  'src/manifest/4-lint/patterns/count-ways.ts',
  'src/manifest/4-lint/patterns/find-runaway.ts',
  'src/manifest/4-lint/lint-usage.ts',
  'src/manifest/4-lint/links/lint-targets.ts',
  'src/manifest/4-lint/examples/lint-examples.ts',
  'src/manifest/6-examples/run-examples.ts',
];

describe('serve: what a start of the shipped manifest loads', () => {
  it('is what the first answer takes: no ajv, nothing of other commands', async (t) => {
    const server = await startServer({ t, main: SOURCE, env: RECORDED });
    assert.equal((await fetch(server.url)).status, 200);
    assert.equal(await server.stop(), 0);
    const untilReady = loadedFiles(server.stderr().split(READY)[0] ?? '');
    assert.ok(untilReady.length > 100, `saw only ${untilReady.length} files`);
    assert.deepEqual(
      untilReady.filter((file) => NOT_FOR_A_START.includes(file)),
      [],
    );
    const packages = new Set(
      loadedFiles(server.stderr()).flatMap((file) => /^node_modules\/([^/]+)/.exec(file)?.[1] ?? []),
    );
    // tsx and esbuild run the TypeScript.
    assert.deepEqual([...packages].toSorted(), ['esbuild', 'fastest-levenshtein', 'handlebars', 'tsx', 'yaml']);
  });

  it('has no process for reloads before there is one', async (t) => {
    const server = await startServer({ t, main: SOURCE, env: RECORDED });
    const judges = () =>
      childrenOf(Number(server.process.pid)).filter((pid) => commandOf(pid).includes('judge-process'));
    await fetch(server.url);
    assert.deepEqual(judges(), []);
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.equal(judges().length, 1);
    assert.equal(await server.stop(), 0);
  });
});

/** How a process was started. Linux only. */
function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
}

function loadedFiles(output: string): readonly string[] {
  const urls = [...output.matchAll(/^loads (file:.*)$/gm)].map(([, url = '']) => url);
  return urls.map((url) => relative(ROOT, fileURLToPath(url.replace(/[?#].*/, ''))));
}

function inUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
