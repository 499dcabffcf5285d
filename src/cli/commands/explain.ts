import { explainMatch } from '../../engine/2-process-request/near/explain-match.ts';
import { type LoadedManifest, loadReported } from '../load-reported.ts';
import type { Command } from '../parse-command.ts';
import type { Terminal } from '../terminal.ts';
import { acceptTarget } from './accept-target.ts';
import { type ExplainReport, reportExplanation, reportRefusal } from './explain-report.ts';
import { explainText } from './explain-text.ts';

/** Shows which route answers a request, and why each near miss does not. Calls no handler. Resolves to the exit code. */
export async function explain(command: Command & { kind: 'explain' }, terminal: Terminal): Promise<number> {
  const { manifest, json } = command;
  terminal.keepOut();
  const loaded = await loadReported(manifest, terminal);
  if (loaded === undefined) return 1;
  const report = reportOf(command, loaded);
  terminal.out(json ? JSON.stringify(report, undefined, 2) : explainText(report, terminal.outColor));
  return report.ok ? 0 : 1;
}

function reportOf(command: Command & { kind: 'explain' }, loaded: LoadedManifest): ExplainReport {
  const { program } = loaded;
  const accepted = acceptTarget(command.method, command.target, program);
  if (accepted.kind === 'refused') return reportRefusal(command, accepted, program);
  return reportExplanation(accepted.request, explainMatch(program, accepted.request), loaded);
}
