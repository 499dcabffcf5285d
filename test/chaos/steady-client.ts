import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

const PATIENCE_MS = 5000;

export interface SteadyAnswer {
  readonly status: number;
  readonly body: string;
}

/** One client over TLS that keeps its connection as long as the server does, and dials again for its next request. */
export class SteadyClient {
  readonly #port: number;
  readonly #from: string;
  #socket: TLSSocket | undefined;
  #received = '';
  /** Looks at what has come, or at the end of the connection. */
  #wake: (over?: string) => void = () => undefined;

  constructor(port: number, from = '127.0.0.1') {
    this.#port = port;
    this.#from = from;
  }

  /** Rejects where no whole answer comes. */
  async ask(line: string): Promise<SteadyAnswer> {
    const socket = await this.#connected();
    const length = line.startsWith('POST') ? 'Content-Length: 0\r\n' : '';
    socket.write(`${line} HTTP/1.1\r\nHost: localhost\r\n${length}\r\n`);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.close();
        reject(new Error(`no answer within ${PATIENCE_MS} ms to ${line}`));
      }, PATIENCE_MS);
      this.#wake = (over) => {
        const answer = this.#take();
        if (answer === undefined && over === undefined) return;
        clearTimeout(late);
        this.#wake = () => undefined;
        if (answer !== undefined) resolve(answer);
        else
          reject(
            new Error(`${over} before the answer to ${line}, behind ${JSON.stringify(this.#received.slice(0, 80))}`),
          );
      };
      this.#wake(socket.destroyed ? 'the connection was closed' : undefined);
    });
  }

  /** The certificate that the server has shown. */
  get fingerprint(): string | undefined {
    return this.#socket?.getPeerX509Certificate()?.fingerprint256;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #take(): SteadyAnswer | undefined {
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    const head = this.#received.slice(0, headEnd);
    const length = headEnd + 4 + Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1] ?? 0);
    if (this.#received.length < length) return undefined;
    const body = this.#received.slice(headEnd + 4, length);
    this.#received = this.#received.slice(length);
    if (/^connection: close\r?$/im.test(head)) this.close();
    return { status: Number(head.slice(9, 12)), body };
  }

  #connected(): Promise<TLSSocket> {
    if (this.#socket !== undefined && !this.#socket.destroyed && this.#socket.readable)
      return Promise.resolve(this.#socket);
    const raw = connectTcp({ host: '127.0.0.1', port: this.#port, localAddress: this.#from });
    const socket = connect({ socket: raw, rejectUnauthorized: false });
    raw.on('error', (error) => socket.destroy(error));
    this.#socket = socket;
    this.#received = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      if (this.#socket !== socket) return;
      this.#received += text;
      this.#wake();
    });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => socket.destroy(new Error('no handshake')), PATIENCE_MS);
      let fault = 'the connection was closed';
      socket.once('secureConnect', () => {
        clearTimeout(late);
        resolve(socket);
      });
      socket.on('error', (error) => {
        fault = error.message;
      });
      socket.on('end', () => socket.destroy());
      socket.on('close', () => {
        clearTimeout(late);
        reject(new Error(fault));
        if (this.#socket === socket) this.#wake(fault);
      });
    });
  }
}
