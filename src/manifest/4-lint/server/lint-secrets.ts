import type { Spot } from '../../2-validate/spot.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * A URL that leads to no Redis server, or whose password every reader of the manifest can see. Values from the
 * environment are not shown: they can hold a password. Faults: bad-value, written-password.
 */
export function lintClients({ site, findings }: LintInput): void {
  const { store, storeAt: at } = site.clients;
  if (writesPassword(at)) {
    const message = 'The password of "clients.store" is written in the manifest';
    const hint = `take it from the environment: store: "\${REDIS_URL}"`;
    findings.add({ code: 'written-password', at: at.value, message, hint });
  } else if (store.kind === 'wrong') {
    const message = `"clients.store" cannot be ${wordsFor(at.variable)}`;
    findings.add({ code: 'bad-value', at: at.value, message, hint: store.rule });
  }
}

/** Whether a text between a colon and an "@" is left when the variables are removed; a default counts as written, too. */
function writesPassword({ variable, asWritten }: Spot): boolean {
  const written = variable ?? asWritten;
  if (typeof written !== 'string') return false;
  const fixed = written.replace(/\$\{\w+(?::-([^}]*))?\}/g, '$1');
  return /:[^@]+@/.test(fixed.replace(/^[a-z][a-z\d+.-]*:\/{1,2}/i, ''));
}

function wordsFor(variable: string | undefined): string {
  return variable !== undefined && /^\$\{\w+\}$/.test(variable) ? `the value of "${variable}"` : 'this URL';
}

/** 128 bits, if each character is a hexadecimal digit. */
const SECRET_LENGTH_MIN = 32;

/** A secret that can be guessed. It is not shown. Fault: weak-secret. */
export function lintSession({ site, findings }: LintInput): void {
  for (const { text, at } of site.session?.secrets ?? []) {
    if (text.length >= SECRET_LENGTH_MIN) continue;
    const message = `The secret of the sessions has fewer than ${SECRET_LENGTH_MIN} characters`;
    findings.add({ code: 'weak-secret', at: at.value, message, hint: 'openssl rand -hex 32 makes one' });
  }
}
