import type { Diagnostic } from '../../contract/diagnostic.ts';
import { counted } from '../../http/word-list.ts';
import type { TriedExamples } from '../judge/judge-messages.ts';

/** What `check` found. */
export interface CheckReport {
  readonly manifest: string;
  /** Warnings do not fail a check. */
  readonly isRight: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** undefined: mistakes kept the examples from being run. */
  readonly tried: TriedExamples | undefined;
}

/** All of it in one line. */
export function summary(report: CheckReport, { color }: { readonly color: boolean }): string {
  const { manifest, diagnostics, tried } = report;
  const mistakes = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'failed-example').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const words = [
    `${mistakes === 0 ? 'no mistakes' : counted(mistakes, 'mistake')}${tried === undefined ? '' : ` in ${counted(tried.routes, 'route')}`}`,
    examplesInWords(tried),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ].join(', ');
  return `${manifest}: ${color ? `\x1b[${report.isRight ? GREEN : RED}m${words}\x1b[0m` : words}`;
}

const GREEN = 32;
const RED = 31;

function examplesInWords(tried: CheckReport['tried']): string {
  if (tried === undefined) return 'the examples were not run';
  const { passed, failed, changing } = tried;
  if (passed + failed === 0) return 'no examples';
  const changes = changing === 0 ? '' : ` (${changing} of them ${changing === 1 ? 'changes' : 'change'} something)`;
  return failed === 0
    ? `${counted(passed, 'example')} passed${changes}`
    : `${failed} of ${counted(passed + failed, 'example')} failed${changes}`;
}

/** For programs: `{ ok, diagnostics, examples: { passed, failed } }`, with all members of each diagnostic. */
export function jsonReport(report: CheckReport): string {
  const { passed, failed } = report.tried ?? { passed: 0, failed: 0 };
  return JSON.stringify({ ok: report.isRight, diagnostics: report.diagnostics, examples: { passed, failed } }, null, 2);
}
