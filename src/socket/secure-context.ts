import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { TlsSettings } from '../contract/program.ts';

/**
 * Mozilla's intermediate ciphers (wiki.mozilla.org/Security/Server_Side_TLS, 5.7), without those of a finite field: they
 * need parameters of their own, and every TLS 1.2 client today has elliptic curves. All have forward secrecy and
 * authenticate what they encrypt. The peer chooses among them, since it knows whether it has AES in hardware.
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** Mozilla's too. Without a list, groups of finite fields would be allowed, whose handshakes cost up to 100 times as much. */
const GROUPS = 'X25519:prime256v1:secp384r1';

/** What all TLS connections of a listener have in common. Throws OpenSSL's reason if it refuses a certificate or a key. */
export function makeSecureContext({ cert, key, minVersion }: TlsSettings): SecureContext {
  return createSecureContext({
    cert,
    key,
    minVersion,
    maxVersion: 'TLSv1.3',
    ciphers: CIPHERS,
    ecdhCurve: GROUPS,
    // Renegotiation has no use here; it is cheap to ask for and expensive to do (CVE-2011-1473).
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  });
}
