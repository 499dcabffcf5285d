import { parseArgs } from 'node:util';
import { withoutBrackets } from '../http/ip-literal.ts';
import { wordList } from '../http/word-list.ts';
import { COMMANDS, type CommandName, FLAGS, type Flag, MANIFEST_DEFAULT } from './flags.ts';
import type { ExampleChoice } from './judge/judge-messages.ts';

/** What a command line asks for. */
export type Command =
  | ServeCommand
  | CheckCommand
  | { readonly kind: 'routes'; readonly manifest: string; readonly json: boolean }
  /** `target`: a request target, `/div/6/to/3?x=1`. */
  | {
      readonly kind: 'explain';
      readonly manifest: string;
      readonly json: boolean;
      readonly method: string;
      readonly target: string;
    }
  /** `check`: compares instead of writing. */
  | { readonly kind: 'types'; readonly manifest: string; readonly check: boolean }
  /** `folder`: where the project goes. */
  | { readonly kind: 'init'; readonly folder: string; readonly template: 'site' | 'api' }
  /** `out`: a file; undefined: stdout. */
  | {
      readonly kind: 'openapi';
      readonly manifest: string;
      readonly format: 'yaml' | 'json';
      readonly out: string | undefined;
    }
  /** `out`: the folder to write into. */
  | { readonly kind: 'import'; readonly document: string; readonly out: string; readonly guards: boolean }
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

export interface CheckCommand {
  readonly kind: 'check';
  readonly manifest: string;
  readonly examples: ExampleChoice;
  readonly format: 'text' | 'json' | 'github';
}

/** More processes than this are most likely a typo. */
export const WORKERS_MAX = 128;

type Wrong = Command & { readonly kind: 'wrong' };

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
  const { flags } = given;
  if (flags.has('help')) return { kind: 'help', manifest: flags.get('manifest') ?? MANIFEST_DEFAULT };
  if (flags.has('version')) return { kind: 'version' };
  const values = new FlagValues(flags);
  const command = commandOf(given, values);
  return values.problem === undefined ? command : wrong(values.problem);
}

function commandOf({ command, words, flags }: Given, values: FlagValues): Command {
  const manifest = flags.get('manifest') ?? MANIFEST_DEFAULT;
  const [first, second] = words;
  switch (command) {
    case 'serve': {
      const [port, workers, examples] = [values.port(), values.workers(), values.choose('examples', EXAMPLES, 'safe')];
      const [host, logDir, watch] = [flags.get('host'), flags.get('log-dir'), flags.has('watch')];
      return { kind: command, manifest, host: host && withoutBrackets(host), port, logDir, watch, workers, examples };
    }
    case 'check': {
      const format = values.choose('format', ['text', 'json', 'github']);
      return { kind: command, manifest, format, examples: values.choose('examples', EXAMPLES, 'all') };
    }
    case 'routes':
      return { kind: command, manifest, json: flags.has('json') };
    case 'explain':
      return first === undefined || second === undefined
        ? wrong('The command explain needs a method and a path: explain GET /div/6/to/3')
        : { kind: command, manifest, json: flags.has('json'), method: first, target: second };
    case 'types':
      return { kind: command, manifest, check: flags.has('check') };
    case 'init':
      return { kind: command, folder: first ?? '.', template: values.choose('template', ['site', 'api']) };
    case 'openapi':
      return { kind: command, manifest, format: values.choose('format', ['yaml', 'json']), out: flags.get('out') };
    case 'import':
      return first === undefined
        ? wrong('The command import needs a document: import api.yaml --out site')
        : { kind: command, document: first, out: flags.get('out') ?? '.', guards: flags.has('guards') };
  }
}

const EXAMPLES: readonly [ExampleChoice, ...ExampleChoice[]] = ['safe', 'all', 'none'];

/** Reads the values of flags. `problem` says what is wrong with the first wrong one, whose default counts until then. */
class FlagValues {
  readonly #flags: ReadonlyMap<string, string>;
  problem: string | undefined;

  constructor(flags: ReadonlyMap<string, string>) {
    this.#flags = flags;
  }

  port(): number | undefined {
    const text = this.#flags.get('port');
    if (text === undefined) return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    this.problem ??= `"${text}" is not a port: it must be a whole number from 0 to 65535`;
    return undefined;
  }

  workers(): ServeCommand['workers'] {
    const text = this.#flags.get('workers');
    if (text === undefined || text === 'auto') return text;
    const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= WORKERS_MAX) return count;
    this.problem ??= `"${text}" is not a number of workers: it must be auto or a whole number from 1 to ${WORKERS_MAX}`;
    return undefined;
  }

  /** One of these words: the first, if nothing else is the default. */
  choose<Word extends string>(flag: string, words: readonly [Word, ...Word[]], standard = words[0]): Word {
    const text = this.#flags.get(flag) ?? standard;
    const known = words.find((word) => word === text);
    const what = flag === 'examples' ? 'choice of examples' : flag;
    if (known === undefined) this.problem ??= `Unknown ${what} "${text}": it must be ${wordList(words, 'or')}`;
    return known ?? standard;
  }
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
