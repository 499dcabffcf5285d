import type { RedisAddress } from '../contract/client-settings.ts';
import { codeOf } from '../http/describe-thrown.ts';
import { lossWords, refusalWords } from './redis-failures.ts';

/** A command by its words: `['HMGET', key, 'shortLog']`. */
export type Command = readonly string[];

/** The outcome of a command. `why` holds no secret. */
export type Reply =
  | { readonly kind: 'value'; readonly value: unknown }
  /** Redis answered with an error; `wrongType`: the key does not hold a hash. */
  | { readonly kind: 'refused'; readonly why: string; readonly wrongType: boolean }
  /** There was no answer, so it is unknown whether the command was carried out. */
  | { readonly kind: 'lost'; readonly why: string };

/** One connection, from its opening to its first failure: it never reopens itself, and keeps no command for later. */
export interface RedisConnection {
  /** Never rejects: `value` when commands can be sent. */
  readonly opened: Promise<Reply>;
  /** In the order of the calls. Never rejects. */
  ask(command: Command): Promise<Reply>;
  /** At once; pending commands are lost. */
  destroy(): void;
}

/** Begins a connection. `lost` is called when it ends, from either side. */
export type OpenConnection = (lost: () => void) => RedisConnection;

export type LoadedClient =
  | { readonly kind: 'loaded'; readonly open: (address: RedisAddress, connectMs: number) => OpenConnection }
  /** A line for people. */
  | { readonly kind: 'failed'; readonly message: string };

/** Loads the library, only where Redis is used. */
export async function loadRedisClient(): Promise<LoadedClient> {
  try {
    const library = await import('@redis/client');
    return {
      kind: 'loaded',
      open: (address, connectMs) => (lost) => openConnection(library, { address, connectMs, lost }),
    };
  } catch (error) {
    const missing = codeOf(error) === 'ERR_MODULE_NOT_FOUND';
    const why = missing ? 'is not installed; run: npm install @redis/client' : `cannot be loaded: ${String(error)}`;
    return { kind: 'failed', message: `Cannot keep clients in Redis: the package "@redis/client" ${why}` };
  }
}

type Library = typeof import('@redis/client');

interface ConnectionParts {
  readonly address: RedisAddress;
  readonly connectMs: number;
  readonly lost: () => void;
}

function openConnection(library: Library, { address, connectMs, lost }: ConnectionParts): RedisConnection {
  const client = library.createClient(clientOptions(address, connectMs));
  let destroyed = false;
  function destroy(): void {
    destroyed = true;
    client.destroy();
  }
  // Without a listener, an error event ends the process. After an unreadable reply the library would read on, and pending
  // commands would wait for ever; after other failures it first rejects them with their reason.
  client.on('error', () => {
    queueMicrotask(destroy);
    lost();
  });
  client.unref();
  const replyTo = (error: unknown): Reply => toReply(library, error);
  const opened = client.connect().then((): Reply => {
    // The library can return from a connect that was given up meanwhile.
    if (destroyed) client.destroy();
    return destroyed ? ENDED : OPENED;
  }, replyTo);
  return {
    opened,
    ask: (command) => client.sendCommand(command).then((value): Reply => ({ kind: 'value', value }), replyTo),
    destroy,
  };
}

const OPENED: Reply = { kind: 'value', value: undefined };
const ENDED: Reply = { kind: 'lost', why: 'the connection ended' };

function clientOptions(address: RedisAddress, connectMs: number): Parameters<Library['createClient']>[0] {
  const { tls, host, port, database, username, password } = address;
  // An address is not a name that can be sent to a server (RFC 6066 §3).
  const named = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = { host, port, connectTimeout: connectMs, reconnectStrategy: false as const };
  return {
    // Every server speaks the older protocol, which needs no greeting.
    RESP: 2,
    socket: tls ? { ...socket, ...named, tls: true } : socket,
    database,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // The link has one clock for all commands; a timer for each cost more than the command.
    commandOptions: { timeout: 0 },
  };
}

/** Never the error itself: it can quote the command. */
function toReply({ ErrorReply }: Library, error: unknown): Reply {
  if (!(error instanceof ErrorReply)) return { kind: 'lost', why: lossWords(error) };
  const { message } = error;
  return { kind: 'refused', why: refusalWords(message), wrongType: message.startsWith('WRONGTYPE') };
}
