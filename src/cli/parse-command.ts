import { parseArgs } from 'node:util';
import { withoutBrackets } from '../http/ip-literal.ts';
import { wordList } from '../http/word-list.ts';
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
  const port = parsePort(flags.get('port'));
  if (typeof port === 'object') return port;
  const workers = parseWorkers(flags.get('workers'));
  if (typeof workers === 'object') return workers;
  const examples = parseExamples(flags.get('examples') ?? 'safe');
  if (typeof examples === 'object') return examples;
  const [written, logDir, watch] = [flags.get('host'), flags.get('log-dir'), flags.has('watch')];
  const host = written === undefined ? undefined : withoutBrackets(written);
  return { kind: 'serve', manifest, host, port, logDir, watch, workers, examples };
}

function parsePort(text: string | undefined): number | undefined | Wrong {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : wrong(`"${text}" is not a port: it must be a whole number from 0 to 65535`);
}

function parseWorkers(text: string | undefined): ServeCommand['workers'] | Wrong {
  if (text === undefined || text === 'auto') return text;
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= WORKERS_MAX) return count;
  return wrong(`"${text}" is not a number of workers: it must be auto or a whole number from 1 to ${WORKERS_MAX}`);
}

function parseExamples(text: string): ExampleChoice | Wrong {
  return choose(text, { what: 'choice of examples', words: ['safe', 'all', 'none'] });
}

function parseCheck(manifest: string, flags: ReadonlyMap<string, string>): Command {
  const format = choose(flags.get('format') ?? 'text', { what: 'format', words: ['text', 'json', 'github'] });
  if (typeof format === 'object') return format;
  const examples = parseExamples(flags.get('examples') ?? 'all');
  return typeof examples === 'object' ? examples : { kind: 'check', manifest, format, examples };
}

function choose<Word extends string>(
  text: string,
  { what, words }: { readonly what: string; readonly words: readonly Word[] },
): Word | Wrong {
  const known = words.find((word) => word === text);
  return known ?? wrong(`Unknown ${what} "${text}": it must be ${wordList(words, 'or')}`);
}

function parseExplain(manifest: string, [method, target]: readonly string[], json: boolean): Command {
  if (method === undefined || target === undefined) {
    return wrong('The command explain needs a method and a path: explain GET /div/6/to/3');
  }
  return { kind: 'explain', manifest, json, method, target };
}

function parseInit(folder: string, text: string): Command {
  const template = choose(text, { what: 'template', words: ['site', 'api'] });
  return typeof template === 'object' ? template : { kind: 'init', folder, template };
}

function parseOpenapi(manifest: string, text: string, out: string | undefined): Command {
  const format = choose(text, { what: 'format', words: ['yaml', 'json'] });
  return typeof format === 'object' ? format : { kind: 'openapi', manifest, format, out };
}

function parseImport([document]: readonly string[], flags: ReadonlyMap<string, string>): Command {
  if (document === undefined) return wrong('The command import needs a document: import api.yaml --out site');
  return { kind: 'import', document, out: flags.get('out') ?? '.', guards: flags.has('guards') };
}

/** How many words follow the name of a command, where some do. */
const WORDS_MAX: Partial<Readonly<Record<CommandName, number>>> = { explain: 2, init: 1, import: 1 };

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
  const extra = more[WORDS_MAX[command] ?? 0];
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

function wrong(message: string): Wrong {
  return { kind: 'wrong', message };
}
