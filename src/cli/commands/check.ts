import type { Diagnostic } from '../../contract/diagnostic.ts';
import { counted } from '../../http/word-list.ts';
import { Judge } from '../judge/judge.ts';
import type { TriedExamples } from '../judge/judge-messages.ts';
import type { CheckCommand } from '../parse-command.ts';
import { startPlace } from '../start-place.ts';
import type { Terminal } from '../terminal.ts';
import { githubAnnotations } from './check-github.ts';
import { openProgress } from './check-progress.ts';

/**
 * Compiles a manifest as `serve` does, and runs its examples, in a process that they may end. Resolves to the exit code: 1 if
 * anything is wrong.
 */
export async function check({ manifest, format, examples }: CheckCommand, terminal: Terminal): Promise<number> {
  const progress = openProgress(terminal, { lines: format !== 'json' });
  const options = { file: manifest, purpose: 'check', examples, color: terminal.color, waitMs: 0 } as const;
  const judge = new Judge({ ...options, place: startPlace(terminal), onProgress: progress.show });
  const { isRight, diagnostics, rendered, tried } = await judge.judge();
  judge.close();
  progress.end();
  const report = { manifest, isRight, diagnostics, tried };
  // The judge itself failed.
  if (!isRight && diagnostics.length === 0 && format !== 'text') terminal.err(rendered);
  switch (format) {
    case 'text':
      if (rendered !== '') terminal.err(rendered);
      terminal.out(summary(report, { color: terminal.outColor }));
      break;
    case 'json':
      terminal.out(jsonReport(report));
      break;
    case 'github':
      for (const line of githubAnnotations(diagnostics, terminal.env['GITHUB_WORKSPACE'])) terminal.out(line);
      terminal.out(summary(report, { color: false }));
      break;
  }
  return isRight ? 0 : 1;
}

/** What `check` found. */
interface CheckReport {
  readonly manifest: string;
  /** Warnings do not fail a check. */
  readonly isRight: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** undefined: mistakes kept the examples from being run. */
  readonly tried: TriedExamples | undefined;
}

/** All of it in one line. */
function summary(report: CheckReport, { color }: { readonly color: boolean }): string {
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
function jsonReport(report: CheckReport): string {
  const { passed, failed } = report.tried ?? { passed: 0, failed: 0 };
  return JSON.stringify({ ok: report.isRight, diagnostics: report.diagnostics, examples: { passed, failed } }, null, 2);
}
