import { IS_PACKAGE } from '../../manifest/1-read/code-folder.ts';
import { listenOf } from '../../manifest/3-resolve/resolve-settings.ts';
import { readListenDefaults } from '../../manifest/read-listen-defaults.ts';
import { COMMANDS, FLAGS, type Flag, MANIFEST_DEFAULT } from '../flags.ts';
import type { Terminal } from '../terminal.ts';
import { VERSION } from '../version.ts';

const PROGRAM = IS_PACKAGE ? 'npx velosiped' : 'npx tsx src/main.ts';

/** The help page: every command, and every flag with its default, which for two of them is in the manifest. */
export function helpText(manifest: string, env: Terminal['env']): string {
  const defaults = defaultsOf(manifest, env);
  return [
    `velosiped ${VERSION}: an HTTP/1.1 server whose whole behaviour is one checked file`,
    '',
    'Commands:',
    ...columns([...COMMANDS].map(([name, summary]) => [`${PROGRAM} ${name === 'serve' ? '[serve]' : name}`, summary])),
    '',
    'Flags:',
    ...columns(FLAGS.map((flag) => [flagLabel(flag), flagText(flag, defaults.get(flag.name))])),
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong command.',
  ].join('\n');
}

function defaultsOf(manifest: string, env: Terminal['env']): ReadonlyMap<string, string> {
  const written = readListenDefaults(manifest, env);
  const listen = written ?? listenOf({});
  const source = written === undefined ? '' : ` (from ${manifest})`;
  return new Map([
    ['host', `${listen.host}${source}`],
    ['port', `${listen.port}${source}`],
    ['log-dir', 'the working directory'],
    ['workers', 'one process, without a supervisor'],
    ['manifest', MANIFEST_DEFAULT],
    ['template', 'site'],
  ]);
}

function flagLabel({ name, short, value }: Flag): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function flagText({ summary, commands }: Flag, standard: string | undefined): string {
  const only = commands.length === COMMANDS.size ? '' : ` (${commands.join(', ')})`;
  return `${summary}${only}${standard === undefined ? '' : `; default: ${standard}`}`;
}

function columns(rows: readonly (readonly [left: string, right: string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
