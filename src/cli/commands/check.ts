import { inSourceOrder, renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../manifest/load-manifest.ts';
import { lintTypes } from '../../manifest/types/lint-types.ts';
import { checkExamples } from '../check-examples.ts';
import type { CheckCommand } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { checkCertificates } from './check-certificates.ts';
import { githubAnnotations } from './check-github.ts';
import { openProgress } from './check-progress.ts';
import { type CheckReport, isGood, jsonReport, summary } from './check-report.ts';

/** Compiles a manifest as `serve` would, and runs its examples. Resolves to the exit code: 1 where anything is wrong. */
export async function check({ manifest, format }: CheckCommand, terminal: Terminal): Promise<number> {
  const loaded = await loadManifest(manifest, { env: terminal.env });
  const { sources, diagnostics } = loaded;
  const known = { manifest, sources };
  if (loaded.kind === 'rejected') return print({ ...known, diagnostics, tried: undefined }, format, terminal);
  const progress = openProgress(terminal, { lines: format !== 'json' });
  const examples = await checkExamples(loaded, { onProgress: progress.show });
  progress.end();
  const tried = { routes: loaded.program.routes.length, passed: examples.passed, failed: examples.failed };
  const certificates = await checkCertificates(loaded);
  const found = [...lintTypes(loaded.site), ...diagnostics, ...certificates, ...examples.diagnostics];
  return print({ ...known, diagnostics: inSourceOrder(found, sources), tried }, format, terminal);
}

function print(report: CheckReport, format: CheckCommand['format'], terminal: Terminal): number {
  const { diagnostics, sources } = report;
  switch (format) {
    case 'text':
      if (diagnostics.length > 0) {
        terminal.err(renderDiagnostics(diagnostics, sources, { color: terminal.color }).trimEnd());
      }
      terminal.out(summary(report, { color: terminal.outColor }));
      break;
    case 'json':
      terminal.out(jsonReport(report));
      break;
    case 'github':
      for (const line of githubAnnotations(diagnostics)) terminal.out(line);
      terminal.out(summary(report, { color: false }));
      break;
  }
  return isGood(report) ? 0 : 1;
}
