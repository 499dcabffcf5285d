import { connect, type Socket } from 'node:net';

/** Where and what clients ask, and from which address: clients are told apart by it. */
export interface LoadOptions {
  readonly port: number;
  readonly clients: number;
  readonly target: string;
  readonly from?: string;
  /** Each request over a connection of its own. */
  readonly close?: boolean;
}

/** What clients saw. */
export interface LoadTally {
  /** Whole answers 200. */
  answers: number;
  /** Whole answers of another status. */
  others: number;
  /** Requests whose connection closed before their answer was whole. */
  readonly cut: LostRequest[];
  /** Connections that could not be made. */
  refused: number;
  /** When each body that had not been seen before came, in monotonic milliseconds. */
  readonly firstSeenMs: Map<string, number>;
}

/** A request without an answer. */
export interface LostRequest {
  /** The last body that came over its connection. */
  readonly lastBody: string;
  /** Of the answer, if any of it was here. */
  readonly begun: boolean;
}

/** Clients that ask again as soon as they have an answer, each over a connection that stays open as long as the server lets it. */
export interface Load {
  readonly tally: LoadTally;
  /** How many requests are without an answer now, by the last body that came over their connections. */
  inFlight(lastBody: string): number;
  /** Lets every request have its answer, and resolves then. */
  stop(): Promise<void>;
}

export function startLoad(options: LoadOptions): Load {
  const tally: LoadTally = { answers: 0, others: 0, cut: [], refused: 0, firstSeenMs: new Map() };
  const over = { now: false };
  const clients = Array.from({ length: options.clients }, () => new Client(options, tally, over));
  const running = clients.map((client) => client.run());
  return {
    tally,
    inFlight: (lastBody) => clients.filter((client) => client.asked && client.lastBody === lastBody).length,
    async stop() {
      over.now = true;
      await Promise.all(running);
    },
  };
}

class Client {
  asked = false;
  lastBody = '';
  readonly #options: LoadOptions;
  readonly #tally: LoadTally;
  readonly #over: { readonly now: boolean };
  readonly #request: string;
  #received = '';

  constructor(options: LoadOptions, tally: LoadTally, over: { readonly now: boolean }) {
    this.#options = options;
    this.#tally = tally;
    this.#over = over;
    const close = options.close === true ? 'Connection: close\r\n' : '';
    this.#request = `GET ${options.target} HTTP/1.1\r\nHost: localhost\r\n${close}\r\n`;
  }

  async run(): Promise<void> {
    while (!this.#over.now) await this.#connection();
  }

  #connection(): Promise<void> {
    const { port, from } = this.#options;
    this.#received = '';
    this.lastBody = '';
    const local = from === undefined ? {} : { localAddress: from };
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, ...local });
    let connected = false;
    socket.on('connect', () => {
      connected = true;
      this.#ask(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#read(socket);
    });
    socket.on('error', () => undefined); // what has come by then counts
    return new Promise((resolve) => {
      socket.on('close', () => {
        if (!connected) this.#tally.refused++;
        else if (this.asked) this.#tally.cut.push({ lastBody: this.lastBody, begun: this.#received !== '' });
        this.asked = false;
        // Whoever is refused tries again, but not in vain all the time.
        if (connected) resolve();
        else setTimeout(resolve, 5);
      });
    });
  }

  #ask(socket: Socket): void {
    if (this.#over.now) {
      socket.end();
      return;
    }
    this.asked = true;
    socket.write(this.#request);
  }

  #read(socket: Socket): void {
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = headEnd + 4 + Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1]);
    if (this.#received.length < length) return;
    const body = this.#received.slice(headEnd + 4, length);
    this.#received = this.#received.slice(length);
    this.asked = false;
    this.lastBody = body;
    if (head.startsWith('HTTP/1.1 200 ')) this.#tally.answers++;
    else this.#tally.others++;
    if (!this.#tally.firstSeenMs.has(body)) this.#tally.firstSeenMs.set(body, performance.now());
    if (/^connection: close\r?$/im.test(head)) socket.end();
    else this.#ask(socket);
  }
}
