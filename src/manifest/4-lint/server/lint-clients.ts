import type { LintInput } from '../lint-input.ts';

/** A URL that leads to no Redis server. What it says stays unsaid: it may hold a password. Fault: bad-value. */
export function lintClients({ site, findings }: LintInput): void {
  const { store, storeAt: at } = site.clients;
  if (store.kind !== 'wrong') return;
  const message = `Cannot use ${wordsFor(at.variable)} as "clients.store"`;
  findings.add({ code: 'bad-value', at: at.value, message, hint: store.rule });
}

/** A text that stands in the manifest is shown in its line, without what is secret in it. */
function wordsFor(variable: string | undefined): string {
  return variable !== undefined && /^\$\{\w+\}$/.test(variable) ? `the value of "${variable}"` : 'this URL';
}
