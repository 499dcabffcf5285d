/**
 * How long a start takes, from the command to its first answer: `npm run bench:start -- [--runs 15] [--node PATH]… [--dist FOLDER]…`.
 * By this Node.js, or by others; of dist/ (`npm run build`), or of other builds to be compared. Each round starts each once, in turn.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../free-port.ts';
import { missingPackage, type PeerCommand } from './peers.ts';
import { freshFolder, startCommand } from './start-peer.ts';
import { median } from './statistics.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const JSON_SERVER = 'json-server';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    dist: { type: 'string', multiple: true, default: [join(ROOT, 'dist')] },
  },
});

interface Candidate {
  readonly name: string;
  /** What to ask first. */
  readonly path: string;
  command(): Promise<PeerCommand>;
  readonly tookMs: number[];
}

const site = writeSite();
const candidates = values.node.flatMap(candidatesOf);
// The first of each fills the caches of the system, of tsx and of Node.js.
for (let run = -1; run < Number(values.runs); run++) {
  for (const candidate of candidates) {
    const tookMs = await timeAnswer(candidate);
    if (run >= 0) candidate.tookMs.push(tookMs);
  }
}
for (const { name, tookMs } of candidates) console.log(`${Math.round(median(tookMs))} ms  ${name}`);

function candidatesOf(node: string): Candidate[] {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const own = (name: string, words: readonly string[], manifest: string): Candidate => {
    const flags = ['--manifest', join(site, manifest), '--host', '127.0.0.1', '--port', '0'];
    const command = { file: node, args: [...words, ...flags] };
    return { name: `${name}, ${version}`, command: () => Promise.resolve(command), path: '/hello/Ada', tookMs: [] };
  };
  return [
    own('sources by tsx, handlers.js', ['--import', import.meta.resolve('tsx'), join(ROOT, 'src/main.ts')], 'js.yaml'),
    ...values.dist.flatMap((dist) => [
      own(`${dist}, handlers.js`, [join(dist, 'main.js')], 'js.yaml'),
      own(`${dist}, handlers.ts`, [join(dist, 'main.js')], 'ts.yaml'),
    ]),
    ...(missingPackage(JSON_SERVER) === undefined ? [jsonServer(node, version)] : []),
  ];
}

function jsonServer(node: string, version: string): Candidate {
  const main = join(import.meta.dirname, 'node_modules/json-server/lib/cli/bin.js');
  const command = async (): Promise<PeerCommand> => {
    const port = String(await freePort());
    // It prints its URL before it listens.
    const url = `http://127.0.0.1:${port}`;
    return { file: node, args: [main, join(site, 'db.json'), '--host', '127.0.0.1', '--port', port], url };
  };
  return { name: `${JSON_SERVER}, ${version}`, command, path: '/hello', tookMs: [] };
}

/** A route with a parameter and a view, once for each kind of handlers. */
function writeSite(): string {
  const folder = freshFolder();
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write('package.json', '{ "type": "module" }');
  mkdirSync(join(folder, 'views'));
  write('views/hello.hbs', '<!doctype html><html lang="en"><title>Hello</title><p>{{name}}</p></html>\n');
  const handler = 'export const handlers = { hello: ({ params }) => ({ name: params.name }) };\n';
  write('handlers.js', handler);
  write('handlers.ts', handler.replace('{ params }', '{ params }: { readonly params: { readonly name: string } }'));
  write('db.json', '{ "hello": { "name": "Ada" } }');
  const params = '{ name: { type: string, minLength: 1 } }';
  const model = '{ type: object, required: [name], properties: { name: { type: string } } }';
  const route = `{ path: "/hello/{name}", params: ${params}, model: ${model}, handler: hello, view: hello }`;
  for (const kind of ['js', 'ts']) {
    write(`${kind}.yaml`, `version: 1\nhandlers: ./handlers.${kind}\nviews: ./views\nroutes:\n  hello: ${route}\n`);
  }
  return folder;
}

async function timeAnswer({ command, path }: Candidate): Promise<number> {
  const folder = freshFolder();
  const asked = await command();
  const sinceMs = performance.now();
  const server = await startCommand(asked, folder);
  await firstAnswer(server.url + path);
  const tookMs = performance.now() - sinceMs;
  await server.stop();
  return tookMs;
}

function firstAnswer(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answers ${answer.statusCode}`));
      answer.resume().once('end', resolve);
    }).once('error', reject);
  });
}
