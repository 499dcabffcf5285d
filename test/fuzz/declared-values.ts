import { createSite, runCommand } from '../start-server.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import type { Verdicts } from '../verdicts/verdicts.ts';
import type { FuzzRequest } from './exchanges.ts';
import type { Group } from './run-group.ts';

/** Something that a manifest declares, and the requests that would make it take for ever. */
interface Candidate {
  /** What it adds below `routes`, and below `schemas`: each one line. */
  readonly route: string;
  readonly schema: string;
  readonly attacks: readonly FuzzRequest[];
}

const PATTERNS = 16;
const SCHEMAS = 8;

/** Patterns and schemas that `check` lets pass must be harmless; the others are what `check` is for. */
export const declaredValues: Group = {
  name: 'declared-values',
  endless: false,
  growthMibMax: 150,
  exact: true,
  async site(random, verdicts) {
    candidates = await accepted(makeCandidates(random), verdicts);
    return createSite(() => manifestOf(candidates)).manifest;
  },
  async attack({ exchanges, more }) {
    // One after another: so it is known which one hangs.
    for (const request of candidates.flatMap(({ attacks }) => attacks)) {
      if (!more()) return;
      await exchanges.send(request);
    }
  },
};

let candidates: readonly Candidate[] = [];

function makeCandidates(random: Random): readonly Candidate[] {
  const patterns = Array.from({ length: PATTERNS }, (_, number) => patternCandidate(random, number));
  return [...patterns, ...Array.from({ length: SCHEMAS }, (_, number) => schemaCandidate(random, number))];
}

/** Character, and what matches it in a pattern. */
const ALPHABETS: readonly (readonly [char: string, atoms: readonly string[]])[] = [
  ['ж', ['ж', '[а-я]', '[а-яё]', '\\p{L}', '\\p{Script=Cyrillic}', '[^a-z]']],
  ['é', ['é', '[à-ÿ]', '\\p{Ll}']],
  ['日', ['日', '[一-龯]', '\\p{Script=Han}', '[^ -~]']],
  ['α', ['α', '[α-ω]', '(?:α|β)', '\\u03b1']],
  ['😀', ['😀', '[😀-😿]', '\\u{1f600}', '\\p{Emoji}']],
  ['a', ['a', '[a-z]', '\\w']],
  ['٣', ['٣', '\\p{Nd}', '[٠-٩]']],
];
const FORMS: readonly ((x: string) => string)[] = [
  (x) => `^(${x}+)+$`,
  (x) => `^(?:${x}+ ?)+$`,
  (x) => `^(${x}*)*$`,
  (x) => `^(?:${x}|${x})+$`,
  (x) => `^(?:${x}+[-']?)*$`,
  (x) => `^(?:${x}{1,9})+$`,
  (x) => `^${x}+${x}+${x}+${x}+${x}+$`,
  (x) => `^${x}+$`,
];

function patternCandidate(random: Random, number: number): Candidate {
  const [char, atoms] = pickOne(random, ALPHABETS);
  const pattern = pickOne(random, FORMS)(pickOne(random, atoms));
  const route = `pattern${number}: { path: "/pattern${number}/{value}", params: { value: { type: string, pattern: ${JSON.stringify(pattern)} } }, text: fits }`;
  const attacks = [8, 33, 200].map((count) => {
    const target = `/pattern${number}/${encodeURIComponent(`${char.repeat(count)}!`)}`;
    return {
      bytes: request(`GET ${target}`),
      label: `the pattern ${pattern} against ${count} times ${char} and a "!"`,
    };
  });
  return { route, schema: '', attacks };
}

function schemaCandidate(random: Random, number: number): Candidate {
  const name = `Tree${number}`;
  const itself = `{ $ref: "#/schemas/${name}" }`;
  const [list, key] = [random() < 0.5, pickOne(random, ['a', 'next'])];
  const branch = list
    ? `{ type: array, items: ${itself}, minItems: %N }`
    : `{ type: object, properties: { ${key}: ${itself} }, required: [${key}], title: "%N" }`;
  const branches = Array.from({ length: between(random, 1, 3) }, (_, nth) => branch.replace('%N', String(nth)));
  // Either the branches lead to it again, or one of them and the schema itself do.
  const around =
    random() < 0.5
      ? ''
      : list
        ? `type: array, items: ${itself}, `
        : `type: object, properties: { ${key}: ${itself} }, `;
  const schema = `${name}: { ${around}anyOf: [${branches.join(', ')}, { type: integer, minimum: 5 }] }`;
  const depth = between(random, 40, 90);
  const [open, close] = list ? ['[', ']'] : [`{"${key}":`, '}'];
  const body = `${open.repeat(depth)}"x"${close.repeat(depth)}`;
  const fields = ['Content-Type: application/json', `Content-Length: ${body.length}`];
  return {
    route: `tree${number}: { path: /tree${number}, methods: [POST], body: ${itself}, text: fits }`,
    schema,
    attacks: [{ bytes: request(`POST /tree${number}`, fields, body), label: `the schema ${schema} against ${body}` }],
  };
}

function request(line: string, fields: readonly string[] = [], body = ''): Buffer {
  return Buffer.from([`${line} HTTP/1.1`, 'Host: localhost', ...fields, 'Connection: close', '', body].join('\r\n'));
}

function manifestOf(list: readonly Candidate[]): string {
  return [
    'version: 1',
    'server: { notHttp: reject }',
    'schemas:',
    '  None: { type: "null" }',
    ...list.map(({ schema }) => (schema === '' ? '' : `  ${schema}`)),
    'routes:',
    '  home: { path: /, text: home }',
    ...list.map(({ route }) => `  ${route}`),
    '',
  ].join('\n');
}

/** Without those in whose lines `check` finds an error. */
async function accepted(list: readonly Candidate[], verdicts: Verdicts): Promise<readonly Candidate[]> {
  let left = list;
  for (let round = 0; round < 4; round++) {
    const { manifest } = createSite(() => manifestOf(left));
    const args = ['check', '--manifest', manifest, '--format', 'json'];
    const checked = await runCommand(args).catch(() => undefined);
    if (checked === undefined) {
      verdicts.add('hang', `declared-values: check has no end within 30 s for\n${manifestOf(left)}`);
      return [];
    }
    const { code, stdout, stderr } = checked;
    if (code === 0) return left;
    const lines = new Set([...stdout.matchAll(/"line": ?(\d+)/g)].map(([, line]) => Number(line)));
    const errors = left.filter((_, index) => lines.has(index + 5) || lines.has(index + left.length + 7));
    if (errors.length === 0) throw new Error(`check found no line of ours:\n${stdout}${stderr}`);
    left = left.filter((candidate) => !errors.includes(candidate));
  }
  verdicts.add('reload', 'declared-values: check finds something else each time');
  return [];
}
