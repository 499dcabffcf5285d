import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { loadFiles } from '../manifest/manifest-folder.ts';
import { talk } from '../talk.ts';

interface Case {
  readonly description: string;
  readonly data: unknown;
  readonly valid: boolean;
}

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly Case[];
}

type Groups = Readonly<Record<string, readonly Group[]>>;
type Formats = Readonly<Record<string, readonly (readonly [about: string, text: string, valid: boolean])[]>>;

/** Where values are judged otherwise than JSON Schema says (docs/decisions/0024-json-schema.md), with the number of cases. */
const DIFFERENT: Readonly<Record<string, number>> = {
  // A decision: no vocabulary is left out of a schema, whatever metaschema it names.
  'vocabulary: schema that uses custom metaschema with with no validation vocabulary': 1,
  // A decision: whatever ajv accepts is accepted here, and nothing else, so that other programs judge alike. It does not count what
  // `contains` has matched as JSON Schema does, nor items after one alternative of many.
  'unevaluatedItems: unevaluatedItems with nested items': 2,
  'unevaluatedItems: unevaluatedItems depends on adjacent contains': 1,
  'unevaluatedItems: unevaluatedItems depends on multiple nested contains': 1,
  'unevaluatedItems: unevaluatedItems and contains interact to control item dependency relationship': 4,
  'unevaluatedItems: unevaluatedItems with minContains = 0': 1,
  // ajv does not count what an `if` has seen where there is no `then`.
  'unevaluatedItems: unevaluatedItems can see annotations from if without then and else': 1,
  'unevaluatedProperties: unevaluatedProperties with if/then/else, then not defined': 2,
  'unevaluatedProperties: unevaluatedProperties can see annotations from if without then and else': 1,
};

/** Groups that `check` refuses, by the code of a finding. Each is a decision. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // A default is put in, so it has to keep the rules. A keyword that does nothing, and bounds that no value keeps, are mistakes.
  // `__proto__` never reaches a handler.
  'bad-schema': [
    'default: invalid type for default',
    'default: invalid string value for default',
    'default: the default keyword does not do anything if the property is missing',
    'if-then-else: ignore then without if',
    'if-then-else: ignore else without if',
    'if-then-else: non-interference across combined schemas',
    'maxContains: maxContains without contains is ignored',
    'minContains: minContains without contains is ignored',
    'minContains: maxContains < minContains',
    'properties: properties whose names are Javascript object property names',
    'required: required properties whose names are Javascript object property names',
    'ref: ref to then',
    'ref: ref to else',
  ],
  // No value is one of none.
  'bad-value': ['enum: empty enum'],
  // It takes time that grows with the square of the length of a name.
  'runaway-pattern': ['patternProperties: patternProperties validates properties matching a regex'],
  // Nothing is read from the network. A file that says its own `$id` finds those that its server has beside it.
  'unknown-schema': [
    'defs: validate definition against metaschema',
    'ref: remote ref, containing refs itself',
    'refRemote: remote ref',
    'refRemote: fragment within remote ref',
    'refRemote: anchor within remote ref',
    'refRemote: ref within remote ref',
    'refRemote: Location-independent identifier in remote ref',
    'refRemote: remote HTTP ref with different $id',
    'refRemote: remote HTTP ref with different URN $id',
    'refRemote: remote HTTP ref with nested absolute ref',
    'refRemote: $ref to $ref finds detached $anchor',
    'dynamicRef: A $ref to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
    'dynamicRef: $ref to $dynamicRef finds detached $dynamicAnchor',
  ],
  // `$dynamicRef` and `$dynamicAnchor`: which schema they lead to depends on how one came to them.
  'unknown-key': [
    'unevaluatedItems: unevaluatedItems with $dynamicRef',
    'unevaluatedProperties: unevaluatedProperties with $dynamicRef',
    'dynamicRef: A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor',
    'dynamicRef: A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor',
    'dynamicRef: A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated',
    'dynamicRef: A $dynamicRef without anchor in fragment behaves identical to $ref',
    "dynamicRef: A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution",
    'dynamicRef: An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution',
    'dynamicRef: A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
    'dynamicRef: A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor',
    'dynamicRef: A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope',
    'dynamicRef: A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor',
    'dynamicRef: multiple dynamic paths to the $dynamicRef keyword',
    'dynamicRef: after leaving a dynamic scope, it is not used by a $dynamicRef',
    'dynamicRef: $dynamicRef points to a boolean schema',
    'dynamicRef: $dynamicRef skips over intermediate resources - direct reference',
    'dynamicRef: $dynamicRef avoids the root of each schema, but scopes are still registered',
  ],
  'cannot-read': [
    'dynamicRef: strict-tree schema, guards against misspelled properties',
    'dynamicRef: $ref and $dynamicAnchor are independent of order - $ref first',
    'dynamicRef: $ref and $dynamicAnchor are independent of order - $defs first',
    'dynamicRef: tests for implementation dynamic anchor and reference link',
  ],
};

/** Formats are those of ajv-formats, so that other programs with ajv judge alike. Where those differ from the suite, with the number. */
const FORMATS_DIFFER: Readonly<Record<string, number>> = {
  // An offset without minutes passes, hour 24 of a leap second too, and fifteen digits of a second do not.
  'date-time': 3,
  // P1Y2D and PT1H2S pass: the grammar of RFC 3339 wants the unit between.
  duration: 2,
  // JavaScript without the flag u takes \\a for an a.
  regex: 1,
  // Quoted local parts and addresses in brackets are what forms do not take either (WHATWG HTML §4.10.5.1.5).
  email: 5,
  // Labels of internationalized names (xn--) are not decoded, and a root dot is allowed.
  hostname: 24,
  // A lax grammar: ports, brackets and colons are not looked at closely.
  'uri-reference': 6,
  uri: 3,
  'uri-template': 3,
  // urn:uuid: before it is allowed.
  uuid: 1,
};

async function read<Content>(name: string): Promise<Content> {
  return JSON.parse(await readFile(new URL(`json-schema/${name}`, import.meta.url), 'utf8'));
}

const groups = [await read<Groups>('cases.json'), await read<Groups>('references.json')].flatMap((files) =>
  Object.entries(files).flatMap(([file, all]) =>
    all.map((group) => ({ ...group, name: `${file}: ${group.description}` })),
  ),
);

/** Each schema is a file of its own, as published ones are. One that is only `true` or `false` is in a file that holds it. */
const files: Record<string, string> = {};
for (const [name, remote] of Object.entries(await read<object>('remotes.json'))) files[name] = JSON.stringify(remote);
for (const [index, { schema }] of groups.entries())
  files[`s${index}.json`] = JSON.stringify(typeof schema === 'boolean' ? { $defs: { whole: schema } } : schema);

const formats = await read<Formats>('formats.json');

function manifestOf(served: readonly number[]): string {
  const ofGroups = served.map((index) => {
    const pointer = typeof groups[index]?.schema === 'boolean' ? '#/$defs/whole' : '';
    return `  r${index}: { path: /${index}, methods: [POST], body: { $ref: './s${index}.json${pointer}' }, text: ok }`;
  });
  const ofFormats = Object.keys(formats).map(
    (format) => `  f-${format}: { path: /${format}, methods: [POST], body: { format: ${format} }, text: ok }`,
  );
  return ['version: 1', 'server: { errors: problem }', 'routes:', ...ofGroups, ...ofFormats].join('\n');
}

const all = [...groups.keys()];
const refusedNames = new Set(Object.values(REFUSED).flat());
const [refused, served] = [true, false].map((is) =>
  all.filter((index) => refusedNames.has(groups[index]?.name ?? '') === is),
) as [number[], number[]];

/** The names of the groups that have an error, by its code. Some errors are only looked for where there are no others. */
async function refusals(): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, string[]> = {};
  for (let asked = refused, known = -1; known !== asked.length; ) {
    known = asked.length;
    const { diagnostics } = await loadFiles({ ...files, 'routes.yaml': manifestOf(asked) });
    const codes = new Map<number, string>();
    for (const { code, severity, file, line } of diagnostics)
      if (severity === 'error') codes.set(Number(/\bs(\d+)\.json$/.exec(file)?.[1] ?? asked[line - 4]), code);
    for (const [index, code] of codes) found[code] = [...(found[code] ?? []), groups[index]?.name ?? ''];
    asked = asked.filter((index) => !codes.has(index));
  }
  return found;
}

/** Whether the server takes each value as the body of a request, sent one behind another. */
async function judge(port: number, path: string, values: readonly unknown[]): Promise<readonly boolean[]> {
  const requests = values.map((value, index) => {
    const body = Buffer.from(JSON.stringify(value)).toString('latin1');
    const close = index === values.length - 1 ? 'Connection: close\r\n' : '';
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
    return `${head}${close}Content-Length: ${body.length}\r\n\r\n${body}`;
  });
  const answers = await talk(port, requests.join(''));
  for (const { status, body } of answers)
    assert.ok(status === 200 || (status === 400 && body.includes('"pointer"')), body);
  assert.equal(answers.length, values.length);
  return answers.map(({ status }) => status === 200);
}

describe('schemas: the cases of JSON Schema 2020-12, as bodies', () => {
  const site = serveSite(manifestOf(served), files);

  it('are refused by check where this says so', async () => {
    const sorted = (names: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(names).map(([code, each]) => [code, each.toSorted()]));
    assert.deepEqual(sorted(await refusals()), sorted(REFUSED));
  });

  it('are judged as they say, but where this says otherwise', async () => {
    const different: Record<string, number> = {};
    const told: string[] = [];
    for (const index of served) {
      const { name, tests } = groups[index] as (typeof groups)[number];
      const verdicts = await judge(
        site.port,
        `/${index}`,
        tests.map(({ data }) => data),
      );
      const wrong = tests.filter(({ valid }, at) => verdicts[at] !== valid);
      if (wrong.length > 0) different[name] = wrong.length;
      told.push(...wrong.map(({ description }) => `${name}: ${description}`));
    }
    assert.deepEqual(different, DIFFERENT, told.join('\n'));
  });

  it('have formats that are judged as they say, but where this says otherwise', async () => {
    const different: Record<string, number> = {};
    for (const [format, cases] of Object.entries(formats)) {
      const verdicts = await judge(
        site.port,
        `/${format}`,
        cases.map(([, text]) => text),
      );
      const wrong = cases.filter(([, , valid], at) => verdicts[at] !== valid).length;
      if (wrong > 0) different[format] = wrong;
    }
    assert.deepEqual(different, FORMATS_DIFFER);
  });
});
