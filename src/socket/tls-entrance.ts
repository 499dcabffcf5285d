import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { TlsSettings } from '../contract/program.ts';
import { Handshake, type HandshakeOptions } from './handshake.ts';
import { makeSecureContext } from './secure-context.ts';

/** Where the connections of a listener become secure. */
export class TlsEntrance {
  #settings: TlsSettings;
  #context: SecureContext;
  readonly #retries = new Set<Handshake>();

  /** Throws OpenSSL's reason if it refuses a certificate or a key. */
  constructor(settings: TlsSettings) {
    this.#settings = settings;
    this.#context = makeSecureContext(settings);
  }

  /** For the handshakes that begin from now on. Throws as the constructor does; then everything stays as it is. */
  renew(settings: TlsSettings): void {
    const { cert, key, minVersion } = this.#settings;
    // An unchanged certificate keeps its context, so that sessions can be resumed.
    if (settings.cert === cert && settings.key === key && settings.minVersion === minVersion) return;
    this.#context = makeSecureContext(settings);
    this.#settings = settings;
  }

  receive(socket: Socket, options: Omit<HandshakeOptions, 'context' | 'retries'>): Handshake {
    return new Handshake(socket, { ...options, context: this.#context, retries: this.#retries });
  }
}
