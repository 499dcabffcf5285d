import { counted } from '../../http/word-list.ts';
import { Judge } from '../judge/judge.ts';
import type { Judgement } from '../judge/judge-messages.ts';
import type { CheckCommand } from '../parse-command.ts';
import { startPlace } from '../process/start-place.ts';
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
  const found = await judge.judge();
  const { isRight, diagnostics, rendered } = found;
  judge.close();
  progress.end();
  // The judge itself failed.
  if (!isRight && diagnostics.length === 0 && format !== 'text') terminal.err(rendered);
  switch (format) {
    case 'text':
      if (rendered !== '') terminal.err(rendered);
      terminal.out(summary(manifest, found, { color: terminal.outColor }));
      break;
    case 'json':
      terminal.out(jsonReport(found));
      break;
    case 'github':
      for (const line of githubAnnotations(diagnostics, terminal.env['GITHUB_WORKSPACE'])) terminal.out(line);
      terminal.out(summary(manifest, found, { color: false }));
      break;
  }
  return isRight ? 0 : 1;
}

/** All of it in one line. */
function summary(manifest: string, found: Judgement, { color }: { readonly color: boolean }): string {
  const { diagnostics, tried, isRight } = found;
  const mistakes = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'failed-example').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const words = [
    `${mistakes === 0 ? 'no mistakes' : counted(mistakes, 'mistake')}${tried === undefined ? '' : ` in ${counted(tried.routes, 'route')}`}`,
    examplesInWords(tried),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ].join(', ');
  return `${manifest}: ${color ? `\x1b[${isRight ? GREEN : RED}m${words}\x1b[0m` : words}`;
}

const GREEN = 32;
const RED = 31;

function examplesInWords(tried: Judgement['tried']): string {
  if (tried === undefined) return 'the examples were not run';
  const { passed, failed, changing } = tried;
  if (passed + failed === 0) return 'no examples';
  const changes = changing === 0 ? '' : ` (${changing} of them ${changing === 1 ? 'changes' : 'change'} something)`;
  return failed === 0
    ? `${counted(passed, 'example')} passed${changes}`
    : `${failed} of ${counted(passed + failed, 'example')} failed${changes}`;
}

/** For programs: `{ ok, diagnostics, examples: { passed, failed } }`, with all members of each diagnostic. */
function jsonReport({ isRight, diagnostics, tried }: Judgement): string {
  const { passed, failed } = tried ?? { passed: 0, failed: 0 };
  return JSON.stringify({ ok: isRight, diagnostics, examples: { passed, failed } }, null, 2);
}
