import { clientAddress } from '../clients/client-address.ts';
import type { FailedHandshakes } from '../socket/handshake-report.ts';
import { logRecord } from './log-record.ts';

/** A reload was refused; `mistakes` has them one a line. */
export function reloadFailedRecord(manifest: string, mistakes: string): string {
  return logRecord(Date.now(), {
    code: 'reload-failed',
    message: `Cannot reload ${manifest}: what was in force goes on`,
    cause: mistakes,
  });
}

/** Connections that never became secure. */
export function handshakesFailedRecord({ count, address, reason }: FailedHandshakes): string {
  return logRecord(Date.now(), {
    client: clientAddress(address),
    code: 'tls-handshake',
    message: count === 1 ? 'A TLS handshake failed' : `${count} TLS handshakes failed; this is the last of them`,
    cause: reason,
  });
}
