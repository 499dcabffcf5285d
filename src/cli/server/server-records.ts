import { clientAddress } from '../../clients/client-address.ts';
import type { StoreNews } from '../../clients/redis-store.ts';
import { isoTime } from '../../engine/4-make-log/iso-time.ts';
import { jsonText } from '../../engine/4-make-log/json-text.ts';
import type { FailedHandshakes } from '../../socket/handshake-report.ts';

/** A reload was refused; `mistakes` lists why, one a line. */
export function reloadFailedRecord(manifest: string, mistakes: string): string {
  return logRecord(Date.now(), {
    code: 'reload-failed',
    message: `Cannot reload ${manifest}: the old manifest stays active`,
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

/** News from the store of clients. */
export function storeRecord(news: StoreNews): string {
  return logRecord(Date.now(), storeTexts(news));
}

function storeTexts(news: StoreNews): Readonly<Record<string, string>> {
  switch (news.kind) {
    case 'down': {
      const message = 'Cannot reach Redis: the last known choices of a client apply, and no change is confirmed';
      return { code: 'store-down', message, cause: news.why };
    }
    case 'back':
      return { code: 'store-back', message: `Redis answers again, after ${(news.downMs / 1000).toFixed(1)} s` };
    case 'garbage': {
      const message =
        'Redis holds a value for a client that Velosiped did not write: it is ignored, as are others like it';
      return { code: 'store-garbage', message, key: news.key };
    }
  }
}

/** A line of error.log that is not about an exchange: it has the members that make sense without one. */
function logRecord(wallMs: number, texts: Readonly<Record<string, string>>): string {
  const members = Object.entries({ time: isoTime(wallMs), ...texts });
  return `{${members.map(([name, value]) => `"${name}":${jsonText(value)}`).join(',')}}`;
}
