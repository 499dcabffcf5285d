import type { LintInput } from '../lint-input.ts';

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
