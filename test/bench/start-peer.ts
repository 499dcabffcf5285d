import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { HELLO } from './api-site.ts';
import type { Pages } from './page-templates.ts';
import type { Peer, PeerCommand, Site } from './peers.ts';
import { API_SCENARIOS, type PageName, requestText, SCENARIOS, type Scenario } from './scenarios.ts';

/** A server that accepts connections. */
export interface RunningPeer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Its own folder, which goes with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 20;
const running = new Set<ChildProcess>();
const folders = new Set<string>();

process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

/** A new empty folder; it goes when this process ends. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-bench-'));
  chmodSync(folder, 0o755); // nginx's worker may be somebody else
  folders.add(folder);
  return folder;
}

/** Starts a peer in a fresh folder, and waits until it accepts connections. */
export async function startPeer(peer: Peer, site: Omit<Site, 'folder'>): Promise<RunningPeer> {
  const folder = freshFolder();
  return startCommand(await peer.command({ ...site, folder }), folder);
}

/** As `startPeer`, for a command that is not a peer's. The folder goes when the server stops. */
export async function startCommand(command: PeerCommand, folder: string): Promise<RunningPeer> {
  const child = spawn(command.file, command.args, {
    cwd: folder,
    env: { ...process.env, ...command.env, NODE_TEST_CONTEXT: undefined },
    // Nobody reads what one prints that does not tell its URL.
    stdio: ['ignore', command.url === undefined ? 'pipe' : 'ignore', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => {
    running.delete(child);
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
  });
  const early = ended.then(() => Promise.reject(new Error(`${command.args[0]} ended before it was ready`)));
  early.catch(() => undefined); // it ends at last
  // Who prints a URL accepts connections there.
  if (command.url !== undefined) await Promise.race([accepts(command.url), early]);
  const url = command.url ?? (await Promise.race([printedUrl(child), early]));
  const stop = (): Promise<void> => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, pid: child.pid ?? 0, folder, stop };
}

/** Asks a running peer for each scenario, and throws where the answer is not what will be measured. */
export async function checkAnswers(peer: Peer, url: string, pages: Pages, pageBytes: number): Promise<void> {
  const asked = (scenario: Scenario) => ask(url, requestText(scenario, { origin: url, mode: 'close' }));
  if (peer.answers === 'api' || peer.answers === 'hello') {
    for (const scenario of Object.values(API_SCENARIOS)) {
      if (peer.answers === 'hello' && scenario !== API_SCENARIOS.hello) continue;
      const { status, body } = await asked(scenario);
      // Some indent their JSON.
      const wanted = JSON.stringify(scenario === API_SCENARIOS.hello ? HELLO : { booked: 3, total: 37.5 });
      if (status !== scenario.status || JSON.stringify(JSON.parse(body)) !== wanted)
        throw new Error(`${peer.name} answers ${scenario.target} with ${status} and ${body}`);
    }
    return;
  }
  for (const name of Object.keys(SCENARIOS) as PageName[]) {
    const scenario = SCENARIOS[name];
    const { status, body } = await asked(scenario);
    if (peer.answers === 'pages' && (status !== scenario.status || body !== pages[name]))
      throw new Error(`${peer.name} answers ${scenario.target} with ${status} and another page`);
    if (peer.answers === 'a page' && (status !== 200 || body.length !== pageBytes))
      throw new Error(`${peer.name} answers with ${status} and a page of ${body.length} bytes`);
  }
}

/** How long the content is that a scenario is answered with. */
export async function contentBytes(url: string, scenario: Scenario): Promise<number> {
  const { body } = await ask(url, requestText(scenario, { origin: url, mode: 'close' }));
  return Buffer.byteLength(body);
}

/** One request over a connection of its own. Who does not read requests does not close either: the length tells the end. */
async function ask(url: string, request: string): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port, protocol } = new URL(url);
  const place = { host: hostname, port: Number(port) };
  const socket = protocol === 'https:' ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place);
  socket.write(request);
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    text += chunk;
    const headEnd = text.indexOf('\r\n\r\n');
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1]);
    if (headEnd >= 0 && text.length >= headEnd + 4 + length) break;
  }
  const bodyStart = text.indexOf('\r\n\r\n') + 4;
  const body = text.slice(bodyStart, bodyStart + Number(/^content-length: (\d+)/im.exec(text)?.[1]));
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  return { status, body: Buffer.from(body, 'latin1').toString('utf8') };
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const url = /https?:\/\/[\d.]+:\d+/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

async function accepts(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const patientMs = performance.now() + PATIENCE_MS;
  while (performance.now() < patientMs) {
    const socket = connect({ host: hostname, port: Number(port) });
    const accepted = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (accepted === true) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error(`${url} does not accept connections`);
}
