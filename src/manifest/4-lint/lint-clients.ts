import { readRedisUrl } from '../read-redis-url.ts';
import type { LintInput } from './lint-input.ts';

/** A URL that leads to no Redis server. What it says stays unsaid: it may hold a password. Fault: bad-value. */
export function lintClients({ manifest, located, findings }: LintInput): void {
  const { store = 'memory' } = manifest.clients ?? {};
  const url = store === 'memory' ? undefined : readRedisUrl(store);
  if (url?.kind !== 'wrong') return;
  const path = ['clients', 'store'];
  const message = `Cannot use ${wordsFor(located.writtenAt(path))} as "clients.store"`;
  findings.add({ code: 'bad-value', at: located.valueAt(path), message, hint: url.rule });
}

/** A text that stands in the manifest is shown in its line, without what is secret in it. */
function wordsFor(written: string | undefined): string {
  return written !== undefined && /^\$\{\w+\}$/.test(written) ? `the value of "${written}"` : 'this URL';
}
