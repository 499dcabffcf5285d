/** Every flag, once: the parser and the help page both work from this list. */
export interface Flag {
  readonly name: string;
  readonly short: string | undefined;
  /** What the help page calls its value; undefined where it takes none. */
  readonly value: string | undefined;
  readonly commands: readonly CommandName[];
  readonly summary: string;
}

export type CommandName = 'serve' | 'check';

export const COMMANDS: ReadonlyMap<CommandName, string> = new Map([
  ['serve', 'run the server (also without the word)'],
  ['check', 'find every mistake in the manifest'],
]);

const BOTH: readonly CommandName[] = ['serve', 'check'];

export const FLAGS: readonly Flag[] = [
  { name: 'host', short: 'H', value: 'HOST', commands: ['serve'], summary: 'address or name to listen on' },
  { name: 'port', short: 'p', value: 'PORT', commands: ['serve'], summary: 'port to listen on; 0 takes a free one' },
  { name: 'log-dir', short: undefined, value: 'DIR', commands: ['serve'], summary: 'where relative log files go' },
  { name: 'manifest', short: 'm', value: 'FILE', commands: BOTH, summary: 'the file that says what to serve' },
  { name: 'help', short: 'h', value: undefined, commands: BOTH, summary: 'show this page' },
  { name: 'version', short: undefined, value: undefined, commands: BOTH, summary: 'show the version' },
];

/** Where the manifest is looked for without `--manifest`: in the working directory. */
export const MANIFEST_DEFAULT = 'routes.yaml';
