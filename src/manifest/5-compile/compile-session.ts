import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SessionSealer, SessionValues } from '../../contract/session.ts';
import { guarded } from '../../http/guarded.ts';
import { isRecord } from '../1-read/is-record.ts';
import type { SiteSession } from '../3-resolve/site.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** So that a key of this version opens nothing else. */
const PURPOSE = 'velosiped session 1';

/**
 * Seals sessions by AES-256-GCM, with a key that HKDF derives from the secret (RFC 5116, RFC 5869): nonce, ciphertext and tag as
 * base64url. The first secret seals; each of them opens.
 */
export function compileSession({ secrets, ttlMs }: SiteSession): SessionSealer {
  const keys = secrets.map(({ text }) => Buffer.from(hkdfSync('sha256', text, '', PURPOSE, KEY_BYTES)));
  return {
    ttlMs,
    seal: (values, expiresMs) => seal(JSON.stringify({ expiresMs, values }), keys[0]),
    open(sealed, nowMs) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
      for (const key of keys) {
        const text = unseal(bytes, key);
        if (text !== undefined) return valuesOf(JSON.parse(text), nowMs);
      }
      return undefined;
    },
  };
}

function seal(text: string, key: Buffer | undefined): string {
  if (key === undefined) throw new Error('A session needs a secret');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** undefined: it was not sealed with this key, or has changed since. */
function unseal(bytes: Buffer, key: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return guarded(() => Buffer.concat([text, decipher.final()]).toString('utf8'));
}

function valuesOf(opened: unknown, nowMs: number): SessionValues | undefined {
  if (!isRecord(opened) || typeof opened['expiresMs'] !== 'number' || opened['expiresMs'] <= nowMs) return undefined;
  const { values } = opened;
  return isRecord(values) ? values : undefined;
}
