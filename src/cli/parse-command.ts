import { parseArgs } from 'node:util';
import { withoutBrackets } from '../http/ip-literal.ts';
import { COMMANDS, type CommandName, FLAGS, type Flag, MANIFEST_DEFAULT } from './flags.ts';
import type { ExampleChoice } from './judge/judge-messages.ts';

/** What a command line asks for. */
export type Command =
  | ServeCommand
  | CheckCommand
  | RoutesCommand
  | ExplainCommand
  | TypesCommand
  | InitCommand
  | OpenapiCommand
  | ImportCommand
  | { readonly kind: 'help'; readonly manifest: string }
  | { readonly kind: 'version' }
  /** The command line is invalid, and why. */
  | { readonly kind: 'wrong'; readonly message: string };

export interface ServeCommand {
  readonly kind: 'serve';
  readonly manifest: string;
  /** undefined: as the manifest says. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** undefined: the working directory. */
  readonly logDir: string | undefined;
  readonly watch: boolean;
  /** Which examples a reload runs. */
  readonly examples: ExampleChoice;
  /** How many processes serve, under a supervisor; auto: one for each core. undefined: this one. */
  readonly workers: number | 'auto' | undefined;
}

/** More processes than this are most likely a typo. */
export const WORKERS_MAX = 128;

export interface CheckCommand {
  readonly kind: 'check';
  readonly manifest: string;
  readonly examples: ExampleChoice;
  readonly format: 'text' | 'json' | 'github';
}

export interface RoutesCommand {
  readonly kind: 'routes';
  readonly manifest: string;
  readonly json: boolean;
}

export interface ExplainCommand {
  readonly kind: 'explain';
  readonly manifest: string;
  readonly json: boolean;
  readonly method: string;
  /** A request target: `/div/6/to/3?x=1`. */
  readonly target: string;
}

export interface TypesCommand {
  readonly kind: 'types';
  readonly manifest: string;
  /** Compares instead of writing. */
  readonly check: boolean;
}

export interface InitCommand {
  readonly kind: 'init';
  /** Where the project goes. */
  readonly folder: string;
  readonly template: Template;
}

export type Template = 'site' | 'api';

export interface OpenapiCommand {
  readonly kind: 'openapi';
  readonly manifest: string;
  readonly format: 'yaml' | 'json';
  /** undefined: stdout. */
  readonly out: string | undefined;
}

export interface ImportCommand {
  readonly kind: 'import';
  readonly document: string;
  /** The folder to write into. */
  readonly out: string;
  readonly guards: boolean;
}

type Wrong = Extract<Command, { kind: 'wrong' }>;

interface Given {
  readonly kind: 'given';
  readonly command: CommandName;
  /** The arguments after the command's name. */
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
}

const OPTIONS = Object.fromEntries(
  FLAGS.map(({ name, short, value }) => [
    name,
    {
      type: value === undefined ? ('boolean' as const) : ('string' as const),
      ...(short === undefined ? {} : { short }),
    },
  ]),
);

/** Reads the arguments after the program's name. The last of a repeated flag wins. */
export function parseCommand(args: readonly string[]): Command {
  const given = readFlags(args);
  if (given.kind === 'wrong') return given;
  const { command, words, flags } = given;
  const manifest = flags.get('manifest') ?? MANIFEST_DEFAULT;
  if (flags.has('help')) return { kind: 'help', manifest };
  if (flags.has('version')) return { kind: 'version' };
  switch (command) {
    case 'serve':
      return parseServe(manifest, flags);
    case 'check':
      return parseCheck(manifest, flags);
    case 'routes':
      return { kind: 'routes', manifest, json: flags.has('json') };
    case 'explain':
      return parseExplain(manifest, words, flags.has('json'));
    case 'types':
      return { kind: 'types', manifest, check: flags.has('check') };
    case 'init':
      return parseInit(words[0] ?? '.', flags.get('template') ?? 'site');
    case 'openapi':
      return parseOpenapi(manifest, flags.get('format') ?? 'yaml', flags.get('out'));
    case 'import':
      return parseImport(words, flags);
  }
}

function parseServe(manifest: string, flags: ReadonlyMap<string, string>): Command {
  const portText = flags.get('port');
  const port = portText === undefined ? undefined : parsePort(portText);
  if (portText !== undefined && port === undefined) {
    return wrong(`"${portText}" is not a port: it must be a whole number from 0 to 65535`);
  }
  const workersText = flags.get('workers');
  const workers = workersText === undefined ? undefined : parseWorkers(workersText);
  if (workersText !== undefined && workers === undefined) {
    return wrong(
      `"${workersText}" is not a number of workers: it must be auto or a whole number from 1 to ${WORKERS_MAX}`,
    );
  }
  const [written, logDir, watch] = [flags.get('host'), flags.get('log-dir'), flags.has('watch')];
  const host = written === undefined ? undefined : withoutBrackets(written);
  const examples = parseExamples(flags.get('examples') ?? 'safe');
  if (typeof examples !== 'string') return examples;
  return { kind: 'serve', manifest, host, port, logDir, watch, workers, examples };
}

function parseExamples(text: string): ExampleChoice | Wrong {
  return (
    choose<ExampleChoice>(text, ['safe', 'all', 'none']) ??
    wrong(`Unknown examples "${text}": they are safe, all or none`)
  );
}

function parseCheck(manifest: string, flags: ReadonlyMap<string, string>): Command {
  const text = flags.get('format') ?? 'text';
  const format = choose(text, ['text', 'json', 'github']);
  if (format === undefined) return wrong(`Unknown format "${text}": it must be text, json or github`);
  const examples = parseExamples(flags.get('examples') ?? 'all');
  return typeof examples === 'string' ? { kind: 'check', manifest, format, examples } : examples;
}

function choose<Word extends string>(text: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === text);
}

function parseExplain(manifest: string, words: readonly string[], json: boolean): Command {
  const [method, target] = words;
  if (method === undefined || target === undefined) {
    return wrong('The command explain needs a method and a path: explain GET /div/6/to/3');
  }
  return { kind: 'explain', manifest, json, method, target };
}

function parseInit(folder: string, text: string): Command {
  const template = choose(text, ['site', 'api']);
  if (template === undefined) return wrong(`Unknown template "${text}": it must be site or api`);
  return { kind: 'init', folder, template };
}

function parseOpenapi(manifest: string, text: string, out: string | undefined): Command {
  if (text !== 'yaml' && text !== 'json') return wrong(`Unknown format "${text}": it must be yaml or json`);
  return { kind: 'openapi', manifest, format: text, out };
}

function parseImport([document]: readonly string[], flags: ReadonlyMap<string, string>): Command {
  if (document === undefined) return wrong('The command import needs a document: import api.yaml --out site');
  return { kind: 'import', document, out: flags.get('out') ?? '.', guards: flags.has('guards') };
}

/** How many words follow the name of a command. */
const WORDS_MAX: Readonly<Record<CommandName, number>> = {
  serve: 0,
  check: 0,
  routes: 0,
  explain: 2,
  types: 0,
  init: 1,
  openapi: 0,
  import: 1,
};

/** Only splits `args`: strict parsing would throw messages that name no command and give advice that does not apply. */
function readFlags(args: readonly string[]): Given | Wrong {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const [word = 'serve', ...more] = words;
  const command = [...COMMANDS.keys()].find((name) => name === word);
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = FLAGS.find(({ name }) => name === token.name);
    const problem = flagProblem(command, flag, token);
    if (problem !== undefined) return wrong(problem);
    flags.set(token.name, token.value ?? '');
  }
  if (command === undefined) return wrong(`Unknown command "${word}"`);
  const extra = more[WORDS_MAX[command]];
  if (extra !== undefined)
    return wrong(`Unknown argument "${extra}" after ${[command, ...more.slice(0, -1)].join(' ')}`);
  return { kind: 'given', command, words: more, flags };
}

interface FlagToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagProblem(command: CommandName | undefined, flag: Flag | undefined, token: FlagToken): string | undefined {
  const { rawName, value } = token;
  if (flag === undefined) return `Unknown flag "${rawName}"`;
  if (command !== undefined && !flag.commands.includes(command)) return `Unknown flag "${rawName}" for ${command}`;
  if (flag.value === undefined) return value === undefined ? undefined : `The flag ${rawName} takes no value`;
  if (value === undefined || value === '') return `The flag ${rawName} needs a value: ${flag.value}`;
  // `--host --port 1`: more likely a forgotten value than a host of that name.
  const swallowed = token.inlineValue === false && value.startsWith('-') && Number.isNaN(Number(value));
  return swallowed ? `The flag ${rawName} needs a value: ${flag.value}, but "${value}" follows` : undefined;
}

function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}

function parseWorkers(text: string): number | 'auto' | undefined {
  if (text === 'auto') return text;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= WORKERS_MAX ? count : undefined;
}

function wrong(message: string): Wrong {
  return { kind: 'wrong', message };
}
