import { Judge } from '../judge/judge.ts';
import type { CheckCommand } from '../parse-command.ts';
import { startPlace } from '../start-place.ts';
import type { Terminal } from '../terminal.ts';
import { githubAnnotations } from './check-github.ts';
import { openProgress } from './check-progress.ts';
import { jsonReport, summary } from './check-report.ts';

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
