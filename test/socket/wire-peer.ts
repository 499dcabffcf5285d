import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { RunningServer } from '../start-server.ts';
import { parseAnswers, type WireAnswer } from '../talk.ts';

/** Where a server listens. */
type Address = Pick<RunningServer, 'host' | 'port'>;

export interface PeerOptions {
  /** Our own address, by which the server tells clients apart. Default: a fresh one. */
  readonly from?: string;
  /** Methods of the requests, where one is HEAD: its answer has no body. */
  readonly methods?: readonly string[];
  /** Whether it reads from the start. Default: true. */
  readonly reads?: boolean;
}

/** How a connection ended for us. */
export type Ending = 'end' | 'reset';

/** One connection as its peer sees it, for tests that wait for what comes and never for a time. */
export class WirePeer {
  readonly socket: Socket;
  /** Our own address: the client that the logs name. */
  readonly from: string;
  /** The server has closed its direction, or reset the connection. */
  readonly ended: Promise<Ending>;
  /** Both directions are closed: the error that did it, ECONNRESET say, or undefined. */
  readonly closed: Promise<Error | undefined>;
  readonly #methods: readonly string[];
  readonly #chunks: Buffer[] = [];
  readonly #watchers = new Set<() => void>();
  #over = false;
  #bytes = 0;

  constructor(socket: Socket, from: string, options: PeerOptions) {
    this.socket = socket;
    this.from = from;
    this.#methods = options.methods ?? [];
    this.ended = new Promise((resolve) => {
      socket.once('end', () => (socket.writable ? findEnding(socket, resolve) : resolve('end')));
      socket.once('close', () => resolve('reset'));
    });
    let error: Error | undefined;
    socket.on('error', (cause) => {
      error = cause;
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', () => resolve(error));
    });
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    if (options.reads === false) socket.pause();
    this.ended.then(
      () => this.#finish(),
      () => undefined,
    );
  }

  /** All that has come by now; each character is one octet. */
  get received(): string {
    return Buffer.concat(this.#chunks).toString('latin1');
  }

  get receivedBytes(): number {
    return this.#bytes;
  }

  /** The server has closed its direction, or the connection is gone. */
  get over(): boolean {
    return this.#over;
  }

  /** Sends octets; resolves when the system has taken them, or cannot. */
  send(text: string): Promise<void> {
    return new Promise((resolve) => this.socket.write(Buffer.from(text, 'latin1'), () => resolve()));
  }

  /** Closes our direction. */
  finish(text = ''): void {
    this.socket.end(Buffer.from(text, 'latin1'));
  }

  /** Resolves to what has come as soon as it matches; throws where the connection is over before. */
  async until(pattern: RegExp): Promise<string> {
    return this.#when(
      () => (pattern.test(this.received) ? this.received : undefined),
      () => String(pattern),
    );
  }

  /** Resolves as soon as `count` whole answers have come; throws where the connection is over before. */
  async answers(count: number): Promise<readonly WireAnswer[]> {
    return this.#when(
      () => {
        const whole = wholeAnswers(this.received, this.#methods);
        return whole.length >= count ? whole : undefined;
      },
      () => `${count} answers`,
    );
  }

  /** Resolves to the answer to the one request under way, and forgets it: for a peer that asks thousands of times. */
  async nextAnswer(): Promise<WireAnswer | undefined> {
    const [answer] = await this.answers(1);
    this.#chunks.length = 0;
    return answer;
  }

  /** Resolves as soon as so many bytes have come in all; throws where the connection is over before. */
  async untilBytes(count: number): Promise<void> {
    await this.#when(
      () => (this.#bytes >= count ? count : undefined),
      () => `${count} bytes`,
    );
  }

  /** All answers, when the connection is over; throws where the last is not whole. */
  async allAnswers(): Promise<readonly WireAnswer[]> {
    await this.ended;
    return wholeAnswers(this.received, this.#methods, true);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (const look of this.#watchers) look();
  }

  #finish(): void {
    this.#over = true;
    for (const look of this.#watchers) look();
  }

  #when<T>(look: () => T | undefined, what: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const watcher = (): void => {
        const found = look();
        if (found === undefined && !this.#over) return;
        this.#watchers.delete(watcher);
        if (found !== undefined) resolve(found);
        else
          reject(
            new Error(`The connection is over before ${what()} came: ${JSON.stringify(this.received.slice(0, 1000))}`),
          );
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }
}

/**
 * libuv tells its user of a reset as an end where it comes together with bytes (`uv__stream_io`). The system knows: even a write
 * of nothing fails then.
 */
function findEnding(socket: Socket, resolve: (ending: Ending) => void): void {
  socket.write(NOTHING, (error) => resolve(error == null ? 'end' : 'reset'));
}

const NOTHING = new Uint8Array(0);

/** Opens a connection, and sends. It does not close when the server does: half-closing is for the test to do. */
export async function dial(server: Address, text = '', options: PeerOptions = {}): Promise<WirePeer> {
  const { from = freshAddress() } = options;
  const { host, port } = server;
  const socket = connect({ host, port, localAddress: from, allowHalfOpen: true, noDelay: true });
  const peer = new WirePeer(socket, from, options);
  await once(socket, 'connect');
  if (text !== '') await peer.send(text);
  return peer;
}

/** A connection in the middle of a request: the 100 tells that the server has begun with it. Five bytes are due. */
export async function begin(server: Address, target: string): Promise<WirePeer> {
  const fields = 'Host: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n';
  const peer = await dial(server, `POST ${target} HTTP/1.1\r\n${fields}\r\n`);
  await peer.until(/100 Continue/);
  return peer;
}

/** Resolves when the server has begun to drain: it accepts no more. */
export async function refusesConnections(server: Address): Promise<void> {
  for (let open = true; open; ) {
    const socket = connect({ host: server.host, port: server.port });
    open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
  }
}

/** How many files and sockets a server holds; Linux tells. */
export function openFiles({ process }: RunningServer): number {
  const folder = `/proc/${process.pid}/fd`;
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

let addresses = 0;

/** All of 127.0.0.0/8 is this machine. */
function freshAddress(): string {
  addresses++;
  return `127.1.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`;
}

/** A request of HTTP/1.1 without a body. `fields` are whole field lines. */
export function get(target: string, ...fields: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, 'Host: a', ...fields, '', ''].join('\r\n');
}

/** As `get`, and the last of its connection. */
export function lastGet(target: string): string {
  return get(target, 'Connection: close');
}

function wholeAnswers(wire: string, methods: readonly string[], strictly = false): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = wire;
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd < 0) break;
    const head = rest.slice(0, headEnd + 4);
    const bare = methods[answers.length] === 'HEAD' || /^HTTP\/1\.1 (?:1\d\d|204|304) /.test(head);
    const length = bare ? 0 : Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0);
    if (rest.length < head.length + length) break;
    answers.push(...parseAnswers(rest.slice(0, head.length + length), [methods[answers.length] ?? 'GET']));
    rest = rest.slice(head.length + length);
  }
  if (strictly && rest !== '')
    throw new Error(`What came last is no whole answer: ${JSON.stringify(rest.slice(0, 1000))}`);
  return answers;
}
