/** Every flag, once: the parser and the help page both work from this list. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What the help page calls its value; undefined if it takes none. */
  readonly value?: string;
  readonly commands: readonly CommandName[];
  readonly summary: string;
}

export type CommandName = 'serve' | 'check' | 'routes' | 'explain' | 'types' | 'openapi' | 'import' | 'init';

export const COMMANDS: ReadonlyMap<CommandName, string> = new Map([
  ['serve', 'run the server (the default)'],
  ['check', 'find every mistake in the manifest, and run its examples'],
  ['routes', 'show the table of routes'],
  ['explain', 'show which route answers a request, and why no other does: explain GET /div/6/to/3'],
  ['types', "write the handlers' types, as the manifest declares them"],
  ['init', 'write a small project, and no file that exists: init FOLDER'],
  ['openapi', 'write the manifest as an OpenAPI 3.1 document'],
  ['import', 'make a manifest of an OpenAPI 3.0 or 3.1 document: import api.yaml --out site'],
]);

const READING: readonly CommandName[] = [...COMMANDS.keys()].filter((name) => name !== 'init' && name !== 'import');
const ALL: readonly CommandName[] = [...COMMANDS.keys()];

export const FLAGS: readonly Flag[] = [
  { name: 'host', short: 'H', value: 'HOST', commands: ['serve'], summary: 'address or name to listen on' },
  { name: 'port', short: 'p', value: 'PORT', commands: ['serve'], summary: 'port to listen on; 0 takes a free one' },
  { name: 'log-dir', value: 'DIR', commands: ['serve'], summary: 'where relative log files go' },
  { name: 'watch', commands: ['serve'], summary: 'apply changes as they are saved' },
  { name: 'workers', value: 'N', commands: ['serve'], summary: 'number of server processes; auto: one for each core' },
  {
    name: 'examples',
    value: 'WHICH',
    commands: ['serve', 'check'],
    summary: 'which examples are run, by a reload or by check: safe, all or none',
  },
  {
    name: 'format',
    value: 'FORMAT',
    commands: ['check', 'openapi'],
    summary: 'check: text, json or github; openapi: yaml or json',
  },
  {
    name: 'out',
    value: 'PATH',
    commands: ['openapi', 'import'],
    summary: 'openapi: the file to write, instead of printing; import: the folder to write into',
  },
  { name: 'json', commands: ['routes', 'explain'], summary: 'print JSON' },
  { name: 'check', commands: ['types'], summary: 'write nothing; fail if the types are out of date' },
  { name: 'guards', commands: ['import'], summary: 'write a guard that refuses for each security scheme' },
  { name: 'template', value: 'NAME', commands: ['init'], summary: 'site or api' },
  { name: 'manifest', short: 'm', value: 'FILE', commands: READING, summary: 'the manifest to use' },
  { name: 'help', short: 'h', commands: ALL, summary: 'show this page' },
  { name: 'version', commands: ALL, summary: 'show the version' },
];

/** Where the manifest is looked for without `--manifest`: in the working directory. */
export const MANIFEST_DEFAULT = 'routes.yaml';
