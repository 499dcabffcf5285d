import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from '../free-port.ts';
import { freshFolder, type TestContext } from '../start-server.ts';

const PATIENCE_MS = 30_000;

/** What a `describe` here is skipped for; `false` where the program is installed. */
export const noRedis = !isInstalled('redis-server') && 'needs redis-server';

/** Whether a program is found where the shell would look, and where Debian puts servers. */
export function isInstalled(program: string): boolean {
  const { PATH = '' } = process.env;
  return [...PATH.split(delimiter), '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A redis-server of our own, on 127.0.0.1. */
export interface RunningRedis {
  readonly port: number;
  readonly url: string;
  /** Starts it again, on the same port, with the same settings; nothing is kept. */
  start(): Promise<void>;
  /** Ends it at once, by SIGKILL, as by `kill -9`. */
  kill(): Promise<void>;
  /** Stops it where it stands (SIGSTOP): the system accepts connections for it, and nobody answers. */
  freeze(): void;
  thaw(): void;
  /** Sends one command on a connection of its own. */
  command(...words: readonly string[]): Promise<unknown>;
}

export interface RedisOptions {
  /** Further arguments of redis-server: `['--requirepass', 'secret']`. */
  readonly args?: readonly string[];
  /** That of the arguments, for `url` and `command`. */
  readonly password?: string;
  readonly t?: TestContext;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts one, and waits until it answers. */
export async function startRedis({ args = [], password, t }: RedisOptions = {}): Promise<RunningRedis> {
  const port = await freePort();
  const dir = freshFolder();
  let child = await launch();
  async function launch(): Promise<ChildProcess> {
    const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', dir, '--save', '', '--appendonly', 'no'];
    const started = spawn('redis-server', [...settings, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    running.add(started);
    started.once('exit', () => running.delete(started));
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const late = setTimeout(() => reject(new Error(`redis-server is not ready:\n${said}`)), PATIENCE_MS);
      started.stdout?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (!/Ready to accept connections/.test(said)) return;
        clearTimeout(late);
        resolve();
      });
      started.once('exit', () => reject(new Error(`redis-server ended:\n${said}`)));
    });
    return started;
  }
  const redis: RunningRedis = {
    port,
    url: `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`,
    async start() {
      child = await launch();
    },
    kill: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    command: (...words) => say(port, password, words),
  };
  t?.after(() => redis.kill());
  return redis;
}

/** By the library that the server uses, but on a connection of its own. */
async function say(port: number, password: string | undefined, words: readonly string[]): Promise<unknown> {
  const socket = { host: '127.0.0.1', port, reconnectStrategy: false as const };
  const client = createClient({ RESP: 2, socket, ...(password === undefined ? {} : { password }) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}
