import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { SharedPages } from './measure-loads.ts';
import { PAGE_PEERS } from './page-peers.ts';
import { ownCommand } from './peers.ts';
import type { NewcomerFigures, Options } from './results.ts';
import { requestText, SCENARIOS } from './scenarios.ts';
import { freshFolder, type RunningPeer, startCommand, startPeer } from './start-peer.ts';
import { warmUp } from './wrk-load.ts';

/** So many connections pipeline, as deep as the server lets them. */
const BUSY = 8;
const VISITS_A_SECOND = 10;

/** The smallest answers make the most exchanges of what is read at a time. */
const SMALL_SITE = 'version: 1\nroutes:\n  small: { path: /small, text: ok }\n';

type ServerFigures = NewcomerFigures['servers'][number];

interface Pipelined {
  readonly name: string;
  readonly target: string;
  start(): Promise<RunningPeer>;
}

/** How long a new visitor waits for the first byte of an answer while others pipeline, and what these get meanwhile. */
export async function measureNewcomer(shared: SharedPages, options: Options): Promise<NewcomerFigures> {
  const pageBytes = Buffer.byteLength(shared.pages.divide);
  const pages = ([PAGE_PEERS.velosiped, PAGE_PEERS['node-http']] as const).map((peer) => ({
    name: `${peer.name}: pages`,
    target: SCENARIOS.divide.target,
    start: () => startPeer(peer, { templates: shared.templates, pageBytes }),
  }));
  const small = { name: `${PAGE_PEERS.velosiped.name}: two bytes of text`, target: '/small', start: startSmall };
  const servers: ServerFigures[] = [];
  for (const pipelined of [small, ...pages]) {
    const server = await pipelined.start();
    try {
      servers.push({ name: pipelined.name, ...(await visitBesideBusy(server.url, pipelined, options)) });
    } finally {
      await server.stop();
    }
  }
  return { busy: BUSY, servers };
}

function startSmall(): Promise<RunningPeer> {
  const folder = freshFolder();
  const manifest = join(folder, 'routes.yaml');
  writeFileSync(manifest, SMALL_SITE);
  return startCommand(ownCommand(manifest, folder), folder);
}

async function visitBesideBusy(
  url: string,
  { target }: Pipelined,
  { rounds, seconds }: Options,
): Promise<Pick<ServerFigures, 'firstByteMs' | 'answersPerSecond'>> {
  const scenario = { ...SCENARIOS.divide, target };
  await warmUp({ url, scenario, mode: 'keep-alive', connections: 64 });
  const request = requestText(scenario, { origin: url, mode: 'keep-alive' });
  const answerBytes = (await visit({ url, request, patient: true })).bytes;
  const busy = fork(join(import.meta.dirname, 'busy-visitors.ts'), [url, target, String(BUSY)]);
  const ended = once(busy, 'exit').then(() => Promise.reject(new Error('A connection was closed')));
  ended.catch(() => undefined); // at last it ends as it should
  const measured = async () => {
    await once(busy, 'message');
    const [firstByteMs, answersPerSecond]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      await bytesSince(busy);
      const startMs = performance.now();
      for (let visits = 0; visits < seconds * VISITS_A_SECOND; visits++) {
        firstByteMs.push((await visit({ url, request, patient: false })).firstByteMs);
        await new Promise((resolve) => setTimeout(resolve, 1000 / VISITS_A_SECOND));
      }
      const bytes = await bytesSince(busy);
      answersPerSecond.push((bytes / answerBytes) * (1000 / (performance.now() - startMs)));
    }
    return { firstByteMs, answersPerSecond };
  };
  try {
    return await Promise.race([measured(), ended]);
  } finally {
    busy.kill();
  }
}

async function bytesSince(busy: ChildProcess): Promise<number> {
  const told = once(busy, 'message');
  busy.send('bytes?');
  const [bytes] = await told;
  return Number(bytes);
}

interface Visit {
  readonly url: string;
  readonly request: string;
  /** Stays for the whole answer, not only for its first byte. */
  readonly patient: boolean;
}

/** One request over a new connection. */
async function visit({
  url,
  request,
  patient,
}: Visit): Promise<{ readonly firstByteMs: number; readonly bytes: number }> {
  const { hostname, port } = new URL(url);
  const startMs = performance.now();
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(request);
  let [firstByteMs, text] = [0, ''];
  for await (const chunk of socket.setEncoding('latin1')) {
    if (text === '') firstByteMs = performance.now() - startMs;
    text += chunk;
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1]);
    if (!patient || text.length >= text.indexOf('\r\n\r\n') + 4 + length) break;
  }
  return { firstByteMs, bytes: text.length };
}
