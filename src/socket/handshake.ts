import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { readClientHello } from './client-hello.ts';
import { type DrainManner, type Guest, NO_SEATS } from './guest.ts';
import type { Link } from './link.ts';
import type { TurnEnd } from './turn-end.ts';

/** The outcome of a handshake. */
export type HandshakeOutcome =
  | { readonly kind: 'secure'; readonly link: Link }
  /** Its first byte is text: no handshake begins like that, but it may be HTTP. None of it is lost. */
  | { readonly kind: 'plain'; readonly link: Link }
  /** The connection is closed, and nobody is to blame: the peer left or sent nothing, or the server stops. */
  | { readonly kind: 'left' }
  /** The connection is closed. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface HandshakeOptions {
  readonly context: SecureContext;
  readonly highWaterMark: number;
  readonly turnEnd: TurnEnd;
  /** Handshakes that need a second ClientHello. */
  readonly retries: Set<Handshake>;
  monotonicMs(): number;
  /** How long it can take, from the first moment of the connection. */
  timeoutMs(): number;
  /** From now on it can be closed to make room. */
  onEvictable(handshake: Handshake): void;
  /** Called once. */
  onDone(handshake: Handshake, outcome: HandshakeOutcome): void;
}

/** RFC 7301 §6, and its registry. A client that offers only other protocols gets the alert no_application_protocol. */
const PROTOCOLS = ['http/1.1', 'http/1.0'];

/** The content type of a record that holds a handshake message (RFC 8446 §5.1). */
const HANDSHAKE = 0x16;

/**
 * How many handshakes can wait for a second ClientHello at a time: that one goes straight to OpenSSL, which signs at once.
 * Few clients need it.
 */
const RETRIES_MAX = 4;

const LEFT: HandshakeOutcome = { kind: 'left' };

/** One socket, from its first byte to the end of its TLS handshake (RFC 8446 §4). No request has come yet, and nothing is owed. */
export class Handshake implements Guest {
  readonly times = {
    sinceMs: 0,
    excuse(stallMs: number, nowMs: number) {
      this.sinceMs = Math.min(this.sinceMs + stallMs, nowMs);
    },
  };
  seats = NO_SEATS;
  readonly #options: HandshakeOptions;
  readonly #raw: Socket;
  #tls: TLSSocket | undefined;
  /** What has come before OpenSSL gets it. */
  #hello: Buffer = Buffer.alloc(0);
  /** Its ClientHello is whole, and waits for its turn. */
  #waiting = false;
  #graceMs = Number.POSITIVE_INFINITY;
  #evictable = false;
  #over = false;

  constructor(socket: Socket, options: HandshakeOptions) {
    this.#options = options;
    this.#raw = socket;
    this.times.sinceMs = options.monotonicMs();
    socket.on('data', this.#begin);
    socket.on('end', this.#ended);
    socket.on('error', this.#failed);
    socket.on('close', this.#ended);
  }

  checkDeadline(nowMs: number): boolean {
    if (this.#over) return false;
    if (!this.#evictable) {
      this.#evictable = true;
      this.#options.onEvictable(this);
    }
    const timeoutMs = this.#options.timeoutMs();
    if (nowMs >= this.times.sinceMs + this.#graceMs) this.#close(LEFT);
    else if (nowMs >= this.times.sinceMs + timeoutMs)
      this.#close(this.#isSilent() ? LEFT : failed(`it took over ${timeoutMs} ms`));
    return this.#over;
  }

  drain({ graceMs }: DrainManner): void {
    this.#graceMs = graceMs;
  }

  abort(): void {
    this.#close(LEFT);
  }

  readonly #begin = (chunk: Buffer): void => {
    this.#hello = this.#hello.length === 0 ? chunk : Buffer.concat([this.#hello, chunk]);
    const [first = 0] = this.#hello;
    if (this.#waiting) this.#raw.pause();
    else if (first === HANDSHAKE) this.#readHello();
    else if (isText(first)) {
      this.#giveBack();
      this.#done({ kind: 'plain', link: { socket: this.#raw, wire: this.#raw } });
    } else this.#close(failed('the first byte does not begin a TLS handshake'));
  };

  /** OpenSSL gets nothing until a ClientHello is whole: it would answer the last piece at once, many of them in one turn. */
  #readHello(): void {
    const hello = readClientHello(this.#hello);
    if (hello.kind === 'wrong') this.#close(failed('the first message is not a ClientHello'));
    if (hello.kind !== 'whole') return;
    const { retries } = this.#options;
    if (hello.retry && retries.size >= RETRIES_MAX) {
      this.#close(failed('too many clients offer no key for X25519, P-256 or P-384'));
      return;
    }
    if (hello.retry) retries.add(this);
    this.#waiting = true;
    this.#takeTurn();
  }

  /** It rarely happens that many wait. Those that do are asked in each turn, in their order. */
  readonly #takeTurn = (): void => {
    if (this.#over) return;
    if (this.#options.turnEnd.takesHandshake()) this.#shakeHands();
    else setImmediate(this.#takeTurn);
  };

  /** A socket in flowing mode would discard what is given back to it. */
  #giveBack(): void {
    this.#raw.pause();
    this.#raw.unshift(this.#hello);
  }

  #shakeHands(): void {
    const { context, highWaterMark } = this.#options;
    this.#giveBack();
    this.#release(this.#raw);
    // Takes what was given back before it reads on; the raw socket decides whether it can be half-closed.
    const options = { isServer: true, secureContext: context, ALPNProtocols: PROTOCOLS, highWaterMark };
    this.#tls = new TLSSocket(this.#raw, options);
    this.#tls.on('secure', this.#secured);
    this.#tls.on('end', this.#ended);
    this.#tls.on('error', this.#failed);
    this.#tls.on('close', this.#ended);
  }

  readonly #secured = (): void => {
    if (this.#tls !== undefined) this.#done({ kind: 'secure', link: { socket: this.#tls, wire: this.#raw } });
  };

  readonly #ended = (): void => {
    this.#close(LEFT);
  };

  readonly #failed = (error: Error): void => {
    this.#close(outcomeOf(error));
  };

  #close(outcome: HandshakeOutcome): void {
    if (this.#over) return;
    this.#done(outcome);
    const socket = this.#tls ?? this.#raw;
    // Its remaining output is of no use to anybody.
    socket.on('error', () => undefined);
    socket.destroy();
  }

  /** A port scanner, or a connection that a browser opened in advance. */
  #isSilent(): boolean {
    return this.#raw.bytesRead === 0;
  }

  #done(outcome: HandshakeOutcome): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.retries.delete(this);
    this.#options.onDone(this, outcome);
    this.#release(this.#tls ?? this.#raw);
  }

  /** From here on another listens to the socket. */
  #release(socket: Socket): void {
    socket.off('data', this.#begin);
    socket.off('secure', this.#secured);
    socket.off('end', this.#ended);
    socket.off('error', this.#failed);
    socket.off('close', this.#ended);
  }
}

/** Visible ASCII, and what can precede a request line (RFC 9112 §2.2). */
function isText(octet: number): boolean {
  return (octet >= 0x20 && octet <= 0x7e) || octet === 0x0d || octet === 0x0a;
}

/** OpenSSL's own words, without its numbers and source locations; there are none if the connection broke off. */
function outcomeOf(error: Error): HandshakeOutcome {
  return 'reason' in error && typeof error.reason === 'string' ? failed(error.reason) : LEFT;
}

function failed(reason: string): HandshakeOutcome {
  return { kind: 'failed', reason };
}
