import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { freshFolder, PATIENCE_MS, type RunningServer } from '../start-server.ts';

/** A folder with a manifest, a view and handlers that a test changes while a server runs on it. */
export interface ReloadSite {
  readonly manifest: string;
  /** Where a file of it is. */
  path(file: string): string;
  /** Writes a file in place, and makes its folder. */
  write(file: string, text: string): void;
  /** As editors save: another file that takes the name. */
  replace(file: string, text: string): void;
  /** Lets every request for `/held` have its answer, now and later. */
  release(): void;
}

/** What a test says of its manifest; the rest has the defaults. */
export interface SiteWords {
  /** What `/` answers. */
  readonly home?: string;
  /** Further keys, each a line. */
  readonly top?: readonly string[];
  /** Further routes, each a line. */
  readonly routes?: readonly string[];
}

/**
 * A manifest with these routes: `/` is a text; `/pid` tells the process, `/code` what the handlers' code says; `/held` shows a
 * view when the site is told to release it (and leaves a file `gate/held-PID` until then), `/begun` answers when somebody asked for that; `/choose` lets the client be logged in
 * short, `/chosen` tells whether it is.
 */
export function manifestText({ home = 'one', top = [], routes = [] }: SiteWords = {}): string {
  return `version: 1
handlers: ./handlers/all.mjs
views: ./views
${top.map((line) => `${line}\n`).join('')}routes:
  home: { path: /, text: "${home}" }
  pid: { path: /pid, handler: pid }
  code: { path: /code, handler: code }
  held: { path: /held, handler: held, view: held }
  begun: { path: /begun, handler: begun }
  choose: { path: /choose, methods: [POST], handler: choose }
  chosen: { path: /chosen, handler: chosen }
${routes.map((line) => `  ${line}\n`).join('')}`;
}

/** The handlers' module; it imports its answer to `/code` from a file beside it. */
const HANDLERS = `
import { existsSync, watch, writeFileSync } from 'node:fs';
import { code } from './code.mjs';

let begin, release;
const begun = new Promise((done) => { begin = done; });
const released = new Promise((done) => { release = done; });
const gate = new URL('../gate/', import.meta.url);
const look = () => existsSync(new URL('open', gate)) && release();
watch(gate, look).unref();
look();

export const handlers = {
  pid: () => process.pid,
  code: () => code,
  held: async () => { begin(); writeFileSync(new URL('held-' + process.pid, gate), ''); await released; return { word: 'held' }; },
  begun: async () => { await begun; return 'begun'; },
  choose: async ({ client }) => { await client.set({ shortLog: true }); return 'chosen'; },
  chosen: ({ client }) => client.options.shortLog === true,
};
`;

/** Makes the folder. */
export function createReloadSite(words: SiteWords = {}, files: Readonly<Record<string, string>> = {}): ReloadSite {
  const folder = freshFolder();
  const path = (file: string): string => join(folder, file);
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const standard = {
    'routes.yaml': manifestText(words),
    'views/held.hbs': 'old {{word}}',
    'handlers/all.mjs': HANDLERS,
    'handlers/code.mjs': codeText('first'),
    'gate/closed': '',
  };
  for (const [file, text] of Object.entries({ ...standard, ...files })) write(file, text);
  return {
    manifest: path('routes.yaml'),
    path,
    write,
    replace(file, text) {
      write(`${file}.new`, text);
      renameSync(path(`${file}.new`), path(file));
    },
    release: () => write('gate/open', ''),
  };
}

/** The module that `/code` answers from. */
export function codeText(word: string): string {
  return `export const code = '${word}';\n`;
}

/** Resolves when stderr holds the words so many times; all that was said before counts. */
export function said(server: RunningServer, words: string, times = 1): Promise<void> {
  const stream = server.process.stderr;
  assert.ok(stream !== null);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (server.stderr().split(words).length <= times) return;
      stop();
      resolve();
    };
    const fail = (): void => {
      stop();
      reject(new Error(`It ended without "${words}":\n${server.stderr()}`));
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited for "${words}" (${times} times):\n${server.stderr()}`));
    }, PATIENCE_MS);
    const stop = (): void => {
      clearTimeout(timer);
      stream.off('data', look);
      stream.off('end', fail);
    };
    stream.on('data', look).on('end', fail);
    look();
  });
}

/** Does something that the server tells of, and resolves when stderr holds the words once more. */
export async function saidAnew(server: RunningServer, words: string, act: () => void): Promise<void> {
  const before = server.stderr().split(words).length - 1;
  act();
  await said(server, words, before + 1);
}

/** Waits until a target is answered so; after each word of a reload or a restart it is asked anew. */
export async function becomes(server: RunningServer, target: string, expected: string | RegExp): Promise<void> {
  for (let times = 1; ; times++) {
    const text = await textOf(server, target);
    if (typeof expected === 'string' ? text === expected : expected.test(text)) return;
    await said(server, '\n', times);
  }
}

/** One connection that asks again and again. */
export class KeepAlive {
  readonly #socket: Socket;
  #received = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  static async open({ host, port }: Pick<RunningServer, 'host' | 'port'>): Promise<KeepAlive> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    return new KeepAlive(socket);
  }

  send(target: string, method = 'GET'): void {
    this.#socket.write(`${method} ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
  }

  /** The next whole answer. */
  async receive(): Promise<{ readonly status: number; readonly body: string; readonly close: boolean }> {
    for (;;) {
      const [head = '', body] = this.#received.split(/\r\n\r\n(.*)/s);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
      if (body !== undefined && body.length >= length) {
        this.#received = body.slice(length);
        const close = /^connection: close$/im.test(head);
        return { status: Number(head.slice(9, 12)), body: body.slice(0, length), close };
      }
      if (this.#closed) throw new Error(`The connection closed behind ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#socket.off('data', wake).off('close', wake);
          resolve();
        };
        this.#socket.on('data', wake).on('close', wake);
      });
    }
  }

  ask(target: string): ReturnType<KeepAlive['receive']> {
    this.send(target);
    return this.receive();
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The body of one answer, over a connection of its own. */
export async function textOf(server: Pick<RunningServer, 'url'>, target: string, method = 'GET'): Promise<string> {
  const answer = await fetch(`${server.url}${target}`, { method, headers: { connection: 'close' } });
  return answer.text();
}
