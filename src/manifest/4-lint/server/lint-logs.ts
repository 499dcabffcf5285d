import type { Spot } from '../../2-validate/spot.ts';
import type { LintInput } from '../lint-input.ts';

/** A log that is meant for stdout or stderr, in the words of other programs. A warning: as a file it can work. Fault: stream-by-name. */
export function lintLogs(input: LintInput): void {
  const { access, error, at } = input.site.logs;
  lintFile(input, access.file, at.in('access', 'file'));
  lintFile(input, error.file, at.in('error', 'file'));
}

function lintFile({ findings }: LintInput, file: string | null, at: Spot): void {
  const stream = file === null ? undefined : STREAMS.get(file);
  if (stream === undefined) return;
  const message = `Cannot reach ${stream} by "${file}"${file === stream ? NAME_OF_FILE : NOT_EVERYWHERE}`;
  const hint = stream === 'stdout' ? '"-" means stdout' : '"-" means stdout; stderr is for what people read';
  findings.add({ code: 'stream-by-name', at: at.value, message, hint });
}

const NAME_OF_FILE = ': it is the name of a file here';
const NOT_EVERYWHERE =
  ' everywhere: where it is a socket, as under systemd, it cannot be opened so, and several processes would mix their lines';

const STREAMS: ReadonlyMap<string, 'stdout' | 'stderr'> = new Map([
  ...['stdout', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'].map((name) => [name, 'stdout'] as const),
  ...['stderr', '/dev/stderr', '/dev/fd/2', '/proc/self/fd/2'].map((name) => [name, 'stderr'] as const),
]);
