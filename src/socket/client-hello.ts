/** The state of a TLS client's first message (RFC 8446 §4.1.2). */
export type ClientHello =
  | { readonly kind: 'partial' }
  /** It is whole, or something that OpenSSL refuses at once. `retry`: a second one must follow it. */
  | { readonly kind: 'whole'; readonly retry: boolean }
  /** It cannot begin a handshake, and OpenSSL might still wait for more of it. */
  | { readonly kind: 'wrong' };

/** Tickets make some of them long, but no client needs this much. */
const HELLO_BYTES_MAX = 16 * 1024;
/** No client cuts it into many. */
const RECORDS_MAX = 8;

const HANDSHAKE_RECORD = 22;
const RECORD_HEAD_BYTES = 5;
/** RFC 8446 §5.2; OpenSSL refuses a longer one when it sees its length. */
const RECORD_BYTES_MAX = (1 << 14) + 256;
const CLIENT_HELLO = 1;
const MESSAGE_HEAD_BYTES = 4;
const VERSION_AND_RANDOM_BYTES = 34;
const KEY_SHARE = 51;
const SUPPORTED_VERSIONS = 43;
const TLS_1_3 = 0x0304;
/** X25519, P-256 and P-384 (RFC 8446 §4.2.7), as in `secure-context.ts`. */
const GROUPS: ReadonlySet<number> = new Set([0x001d, 0x0017, 0x0018]);

const PARTIAL: ClientHello = { kind: 'partial' };
const WRONG: ClientHello = { kind: 'wrong' };
const WHOLE: ClientHello = { kind: 'whole', retry: false };
/** Also for a message that cannot be read: OpenSSL will report what is wrong with it. */
const RETRIED: ClientHello = { kind: 'whole', retry: true };

/** Reads all that has come so far. OpenSSL answers a whole message at once, and that costs a signature. */
export function readClientHello(bytes: Buffer): ClientHello {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== HANDSHAKE_RECORD) return WRONG;
    if (bytes.length - at < RECORD_HEAD_BYTES) break;
    const length = bytes.readUInt16BE(at + 3);
    if (length > RECORD_BYTES_MAX) return WHOLE;
    const from = at + RECORD_HEAD_BYTES;
    // OpenSSL waits for the end of a record, whatever it contains.
    if (from + length > bytes.length) break;
    if (records.length === RECORDS_MAX) return WRONG;
    records.push(bytes.subarray(from, from + length));
    at = from + length;
  }
  const message = records.length === 1 ? (records[0] ?? bytes) : Buffer.concat(records);
  if (message.length > 0 && message[0] !== CLIENT_HELLO) return WHOLE;
  if (message.length >= MESSAGE_HEAD_BYTES && message.length >= MESSAGE_HEAD_BYTES + message.readUIntBE(1, 3)) {
    return needsRetry(message.subarray(MESSAGE_HEAD_BYTES)) ? RETRIED : WHOLE;
  }
  return bytes.length > HELLO_BYTES_MAX ? WRONG : PARTIAL;
}

/** It speaks TLS 1.3, but has no key for a group of ours: the server sends a HelloRetryRequest (RFC 8446 §4.1.4). */
function needsRetry(hello: Buffer): boolean {
  try {
    const extensions = readExtensions(hello);
    const versions = extensions.get(SUPPORTED_VERSIONS);
    if (versions === undefined || !speaksTls13(versions)) return false;
    const shares = extensions.get(KEY_SHARE);
    return shares === undefined || !hasOurGroup(shares);
  } catch {
    return true;
  }
}

/** Throws a RangeError where a length reaches beyond the message. */
function readExtensions(hello: Buffer): ReadonlyMap<number, Buffer> {
  let at = VERSION_AND_RANDOM_BYTES;
  at += 1 + hello.readUInt8(at); // session
  at += 2 + hello.readUInt16BE(at); // ciphers
  at += 1 + hello.readUInt8(at); // compression
  const extensions = new Map<number, Buffer>();
  if (at === hello.length) return extensions;
  for (at += 2; at < hello.length; ) {
    const length = hello.readUInt16BE(at + 2);
    extensions.set(hello.readUInt16BE(at), hello.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return extensions;
}

function speaksTls13(versions: Buffer): boolean {
  for (let at = 1; at < versions.length; at += 2) if (versions.readUInt16BE(at) === TLS_1_3) return true;
  return false;
}

function hasOurGroup(shares: Buffer): boolean {
  for (let at = 2; at < shares.length; at += 4 + shares.readUInt16BE(at + 2)) {
    if (GROUPS.has(shares.readUInt16BE(at))) return true;
  }
  return false;
}
