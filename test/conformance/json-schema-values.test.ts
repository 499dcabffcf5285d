import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { serveSite } from '../guards/served-site.ts';
import { loadFiles } from '../manifest/manifest-folder.ts';
import { ask } from '../talk.ts';

interface Group {
  readonly description: string;
  readonly schema: SchemaShape;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** A value of a case, and the type that a parameter reads it as. */
interface Value {
  readonly about: string;
  readonly route: number;
  readonly text: string;
  readonly valid: boolean;
}

async function read(name: string): Promise<readonly [file: string, groups: readonly Group[]][]> {
  return Object.entries(JSON.parse(await readFile(new URL(`json-schema/${name}`, import.meta.url), 'utf8')));
}

const files = [...(await read('cases.json')), ...(await read('references.json'))];

/** Only bodies have these: a value alone has no properties and no items, or it is a matter of the whole what they look at. */
const NOT_PLAIN = new Set(['unevaluatedItems', 'unevaluatedProperties', 'default', 'boolean_schema']);

/** A decision: in header fields and cookies an octet is a character (Latin-1, RFC 9110 §5.5), so text beyond ASCII is other text there. */
const DIFFERENT: readonly string[] = [
  'characters with the same visual representation but different codepoint: character uses the same codepoint \u03bc (header,cookie)',
  'characters with the same visual representation, but different number of codepoints: character uses the same codepoint \u00e4 (header,cookie)',
  'maxLength validation: two graphemes is long enough \u{1f4a9}\u{1f4a9} (header,cookie)',
  'minLength validation: one grapheme is not long enough \u{1f4a9} (path,query)',
  'pattern with Unicode property escape requires unicode mode: Non-ASCII letters match \u03c0 (header,cookie)',
];

/** Schemas that say the type, as parameters must, each on a line of its own. */
const schemas: string[] = [];
const values: Value[] = [];
for (const [file, groups] of files) {
  if (NOT_PLAIN.has(file)) continue;
  for (const { description, schema, tests } of groups) {
    const plain = tests.filter(({ data }) => isSendable(data));
    for (const type of new Set(plain.map(({ data }) => typeof data)))
      addSchema({ description, schema, tests: plain }, type);
  }
}

function addSchema({ description, schema, tests }: Group, type: string): void {
  const { $schema: _, ...shape } = schema as Record<string, unknown>;
  if (shape['type'] !== undefined && ![shape['type']].flat().includes(type)) return;
  const route = schemas.push(JSON.stringify({ ...shape, type })) - 1;
  for (const { description: about, data, valid } of tests)
    if (typeof data === type) values.push({ about: `${description}: ${about}`, route, text: String(data), valid });
}

function manifestOf(indices: readonly number[]): string {
  const routes = indices.map((index) => {
    const parameter = `{ v: { $ref: '#/schemas/S${index}' } }`;
    const declared = `query: ${parameter}, headers: { X-V: { $ref: '#/schemas/S${index}' } }, cookies: ${parameter}`;
    return `  r${index}: { path: "/${index}/{v}", params: ${parameter}, ${declared}, text: ok }`;
  });
  const named = indices.map((index) => `  S${index}: ${schemas[index]}`);
  return ['version: 1', 'server: { errors: problem }', 'schemas:', ...named, 'routes:', ...routes].join('\n');
}

/** Without the schemas that say something of other types only, which check refuses where the type is said. */
async function soundSchemas(): Promise<readonly number[]> {
  let indices: readonly number[] = schemas.map((_, index) => index);
  for (;;) {
    const { diagnostics } = await loadFiles({ 'routes.yaml': manifestOf(indices) });
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    // Each is on two lines: as a schema, and as a route.
    const wrong = new Set(errors.map(({ line }) => (line - 4) % (indices.length + 1)));
    if (wrong.size === 0) return indices;
    indices = indices.filter((_, at) => !wrong.has(at));
  }
}

const sound = new Set(await soundSchemas());

/** An empty text is no segment of a path, and header fields have no control characters. */
function isSendable(data: unknown): boolean {
  if (typeof data === 'number') return Number.isSafeInteger(data) || !Number.isInteger(data);
  return typeof data === 'boolean' || (typeof data === 'string' && /^[^\p{Cc}\s";,\\]+$/u.test(data));
}

describe('the cases of JSON Schema 2020-12, as values in a path, a query, a header field and a cookie', () => {
  const site = serveSite(manifestOf([...sound]), {});
  it('are judged as in a body', async () => {
    const sent = values.filter(({ route }) => sound.has(route));
    assert.ok(sent.length > 100, `only ${sent.length} values`);
    const different: string[] = [];
    for (const { about, route, text: value, valid } of sent) {
      const encoded = encodeURIComponent(value);
      const octets = Buffer.from(value).toString('latin1');
      const fields = [`X-V: ${octets}`, `Cookie: v=${octets}`];
      const { body } = await ask(site.port, `GET /${route}/${encoded}?v=${encoded}`, fields);
      const refused = body === 'ok' ? [] : (JSON.parse(body).errors ?? []).map((each: { in: string }) => each.in);
      const expected = valid ? [] : ['path', 'query', 'header', 'cookie'];
      if (String(refused) !== String(expected)) different.push(`${about} ${value} (${refused})`);
    }
    assert.deepEqual(different, DIFFERENT);
  });
});
