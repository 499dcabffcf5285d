import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { type Files, inFolder } from './manifest-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const MANIFEST = `
version: 1
handlers: ./handlers.ts
schemas:
  Quotient:
    type: object
    required: [dividend, quotient]
    properties: { dividend: { type: number }, quotient: { type: string }, note: { type: string } }
  Id: { type: integer, minimum: 1 }
  Page: { type: integer, default: 1 }
  Tree: { type: object, required: [children], properties: { children: { type: array, items: { $ref: '#/schemas/Tree' } } } }
  string: { type: string }
groups:
  board: { under: /club/board, guards: [requireBoard] }
  club: { under: /club, guards: [requireMember] }
  office: { under: /office, guards: [velosiped:basicAuth, maybe], auth: { realm: Office, users: users.htpasswd } }
routes:
  start: { path: /, text: hi }
  news: { path: /club/news, handler: news }
  minutes: { path: '/club/board/{year}', params: { year: { type: integer } }, handler: minutes, guards: [odd-guard] }
  desk: { path: /office/desk, handler: desk }
  both: { path: /club/both, aliases: [/office/both], handler: both }
  section: { path: '/{section}/board', params: { section: { type: string } }, handler: section }
  divide:
    path: /div/{dividend}
    params: { dividend: { type: number } }
    handler: divide
    model: { $ref: '#/schemas/Quotient' }
  list:
    path: /list/{id}
    methods: [GET, POST]
    params: { id: { $ref: '#/schemas/Id', title: Which } }
    query:
      sort: { type: string, enum: [up, down] }
      page: { $ref: '#/schemas/Page' }
      all: { type: boolean, required: true }
      size: { type: integer, default: 10 }
    headers: { X-Token: { type: string, required: true } }
    cookies: { theme: { type: string } }
    body:
      type: object
      required: [items, either, nothing]
      properties:
        items: { type: array, items: { type: [integer, 'null'] } }
        either: { anyOf: [{ type: string }, { type: object, required: [a], properties: { a: { const: [1, x] } } }] }
        nothing: { type: 'null' }
        open: { type: object, additionalProperties: true, properties: { known: { type: boolean } } }
        any: {}
        some: { type: object }
    handler: list
  first: { path: '/first/{a}', params: { a: { type: string } }, handler: shared, model: { type: object, required: [x], properties: { x: { type: number } } } }
  second: { path: '/second/{b}', params: { b: { type: number } }, handler: shared, model: { type: object, required: [y], properties: { y: { type: string } } } }
  tree: { path: /tree, handler: tree, model: { $ref: '#/schemas/Tree' } }
  odd: { path: /odd, handler: odd-name, model: { $ref: '#/schemas/string' } }
  health: { path: /health, handler: velosiped:health }
`;

/** A module that uses the generated types, and what the compiler says of it; nothing where it is right. */
interface Case {
  readonly title: string;
  readonly code: string;
  readonly error?: RegExp;
}

/** The module of the handlers: its guards. */
const MODULE = `
import { answer } from '${ROOT}/src/contract/answer.ts';
import type { GuardInput } from '${ROOT}/src/contract/gates.ts';
import { HttpError } from '${ROOT}/src/contract/http-error.ts';
import type { ContextAfter } from '${ROOT}/src/contract/route-types.ts';
import type { Guards } from './routes.gen.ts';
export const requireMember = (async ({ session }) => {
  const name = session.get()?.['name'];
  if (typeof name !== 'string') return answer({ status: 303, headers: { Location: '/login' } });
  return { context: { member: { name }, level: 1 } };
}) satisfies Guards['requireMember'];
const requireBoard = (({ context }: GuardInput<ContextAfter<[typeof requireMember]>>) => {
  if (context.member.name !== 'Ada') throw new HttpError(403, 'Board only');
  return { context: { level: 'board' } };
}) satisfies Guards['requireBoard'];
export const guards = {
  requireMember,
  requireBoard,
  maybe: ({ request }) => (request.path === '/' ? { context: { note: 'x', user: 7 } } : undefined),
  'odd-guard': ({ params, url, route }) => {
    const year: string = params.year;
    const only: 'minutes' = route;
    if (year === '') throw new HttpError(404, url('minutes', { year }) + only);
  },
} satisfies Guards;
`;

/** What all of them begin with. */
const HEAD = `
import { answer } from '${ROOT}/src/contract/answer.ts';
import type { Guards, Handlers, Id, Quotient, Routes, String as Text, Tree } from './routes.gen.ts';
export type Used = [Guards, Handlers, Id, Quotient, Routes, Text, Tree, typeof answer];
/** Passes where both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const same = <A, B>(_: Same<A, B>): void => undefined;
`;

const divide = (body: string): string => `export const divide: Handlers['divide'] = ${body};`;
const list = (body: string): string => `export const list: Handlers['list'] = (input) => { ${body} return {}; };`;

const handler = (name: string, body: string): string =>
  `export const one: Handlers['${name}'] = ({ context }) => { ${body} return {}; };`;

const GUARD_CASES: readonly Case[] = [
  {
    title: 'the context of a group',
    code: handler('news', 'same<typeof context, { readonly member: { name: string }; readonly level: number }>(true);'),
  },
  {
    title: 'the context of nested groups, the inner one last, whatever the order in the manifest',
    code: handler(
      'minutes',
      'same<typeof context, { readonly member: { name: string }; readonly level: string }>(true);',
    ),
  },
  {
    title: 'the context of the built-in guard, and what a guard adds only sometimes',
    code: handler('desk', 'same<typeof context, { readonly user: string | number; readonly note?: string }>(true);'),
  },
  {
    title: 'the context of a route with an alias in another group: either',
    code: handler(
      'both',
      `const name: string = 'member' in context ? context.member.name : String(context.user); String(name);`,
    ),
  },
  {
    title: 'a context that only one of the paths has',
    code: handler('both', 'String(context.member);'),
    error: /'member' does not exist/,
  },
  {
    title: 'no context of a group that may not be above the path',
    code: handler('section', 'same<typeof context, Readonly<Record<never, never>>>(true);'),
  },
  {
    title: 'a context that no guard adds',
    code: handler('news', 'String(context.user);'),
    error: /'user' does not exist/,
  },
  {
    title: 'a guard that admits with a model',
    code: `export const guard: Guards['maybe'] = () => ({ admitted: true });`,
    error: /is not assignable/,
  },
  {
    title: 'a guard that says no by false',
    code: `export const guard: Guards['maybe'] = () => false;`,
    error: /'boolean' is not assignable|'false' is not assignable/,
  },
  {
    title: 'a context that a guard reads without saying whose',
    code: `export const guard: Guards['requireBoard'] = ({ context }) => { String(context.member); };`,
    error: /'member' does not exist on type 'never'/,
  },
  {
    title: 'a guard that is missing',
    code: `export const guards = { maybe: () => undefined } satisfies Pick<Guards, 'maybe' | 'requireMember'>;`,
    error: /'requireMember' is missing/,
  },
];

const CASES: readonly Case[] = [
  ...GUARD_CASES,
  { title: 'a model that is right', code: divide('({ params }) => ({ dividend: params.dividend, quotient: "2" })') },
  { title: 'a model with what may be left out', code: divide('() => ({ dividend: 1, quotient: "2", note: "" })') },
  { title: 'a promise of a model', code: divide('async () => ({ dividend: 1, quotient: "2" })') },
  {
    title: 'an answer with a model',
    code: divide('() => answer({ model: { dividend: 1, quotient: "2" }, status: 201 })'),
  },
  { title: 'an answer without a model', code: divide('async () => answer({ status: 204 })') },
  {
    title: 'a model or an answer',
    code: divide('({ params: { dividend } }) => dividend > 1 ? answer({ status: 303 }) : { dividend, quotient: "2" }'),
  },
  { title: 'a model that is named', code: divide('({ params }): Quotient => ({ ...params, quotient: "2" })') },
  { title: 'a missing property', code: divide('() => ({ dividend: 1 })'), error: /'quotient' is missing/ },
  {
    title: 'a property of a wrong type',
    code: divide('() => ({ dividend: 1, quotient: 2 })'),
    error: /'number' is not assignable to type 'string'/,
  },
  {
    title: 'a missing property of an answer',
    code: divide('() => answer({ model: { dividend: 1 } })'),
    error: /'quotient' is missing/,
  },
  {
    title: 'a property too many, where the function names its model',
    code: divide('(): Quotient => ({ dividend: 1, quotient: "2", extra: 3 })'),
    error: /'extra' does not exist in type 'Quotient'/,
  },
  {
    title: 'a property too many in a promise, where the function names its model',
    code: divide('async (): Promise<Quotient> => ({ dividend: 1, quotient: "2", extra: 3 })'),
    error: /'extra' does not exist in type 'Quotient'/,
  },
  {
    title: 'a property too many in an answer',
    code: divide('() => answer({ model: { dividend: 1, quotient: "2", extra: 3 } })'),
    error: /'extra' does not exist in type 'Quotient'/,
  },
  {
    title: 'a parameter that the route does not have',
    code: divide('({ params: { divident } }) => ({ dividend: divident, quotient: "" })'),
    error: /'divident' does not exist/,
  },
  {
    title: 'a query that the route does not have',
    code: divide('({ query: { page } }) => ({ dividend: page, quotient: "" })'),
    error: /'page' does not exist/,
  },
  {
    title: 'a handler that is missing',
    code: "export const handlers = { divide: () => ({ dividend: 1, quotient: '' }) } satisfies Pick<Handlers, 'divide' | 'list'>;",
    error: /'list' is missing/,
  },
  {
    title: 'the types of all that a request carries',
    code: list(`
      same<typeof input.params, { readonly id: Id }>(true);
      same<Id, number>(true);
      same<typeof input.query.sort, 'up' | 'down' | undefined>(true);
      same<typeof input.query.page, number>(true);
      same<typeof input.query.all, boolean>(true);
      same<typeof input.query.size, number>(true);
      same<typeof input.headers, { readonly 'X-Token': string }>(true);
      same<typeof input.cookies, { readonly theme?: string }>(true);
      same<typeof input.body.items, readonly (number | null)[]>(true);
      same<typeof input.body.either, string | { readonly a: readonly [1, 'x'] }>(true);
      same<typeof input.body.nothing, null>(true);
      same<NonNullable<typeof input.body.open>['known'], boolean | undefined>(true);
      same<typeof input.body.any, unknown>(true);
      same<NonNullable<typeof input.body.some>[string], unknown>(true);
    `),
  },
  { title: 'a change of what was sent', code: list('input.body.items.push(1);'), error: /'push' does not exist/ },
  {
    title: 'a handler of two routes: it gets the input of either',
    code: `export const shared: Handlers['shared'] = ({ params }) => ({ x: 'b' in params ? params.b : params.a.length, y: '' });`,
  },
  {
    title: 'a handler of two routes that takes one for granted',
    code: `export const shared: Handlers['shared'] = ({ params }) => ({ x: params.b, y: '' });`,
    error: /'b' does not exist/,
  },
  {
    title: 'a handler of two routes that has only the model of one',
    code: `export const shared: Handlers['shared'] = () => ({ x: 1 });`,
    error: /'y' is missing/,
  },
  {
    title: 'a schema that holds itself',
    code: `export const tree: Handlers['tree'] = (): Tree => ({ children: [{ children: [] }] });`,
  },
  { title: 'names that are none in TypeScript', code: `export const odd: Handlers['odd-name'] = (): Text => 'x';` },
  {
    title: 'a handler of the product, which needs no other',
    code: `export type None = Handlers['velosiped:health'];`,
    error: /'velosiped:health' does not exist/,
  },
  {
    title: 'addresses of routes, also where the name is known only later',
    code: list(
      `input.url('start'); input.url('divide', { dividend: '1' }); input.url(String(input.query.sort), { a: 1 });`,
    ),
  },
  {
    title: 'an address of a route that does not exist',
    code: list(`input.url('dvide', { dividend: 1 });`),
    error: /"dvide"/,
  },
  { title: 'an address without its parameter', code: list(`input.url('divide', {});`), error: /'dividend' is missing/ },
  {
    title: 'an address with another parameter',
    code: list(`input.url('divide', { dividend: 1, by: 2 });`),
    error: /'by' does not exist/,
  },
];

describe('the generated types: what TypeScript says of handlers', () => {
  let said: ReadonlyMap<string, string>;
  before(async () => {
    const sources = CASES.map(({ code }, index): readonly [string, string] => [`case-${index}.ts`, `${HEAD}${code}\n`]);
    said = await compile({ 'routes.yaml': MANIFEST, 'handlers.ts': MODULE, ...Object.fromEntries(sources) });
  });
  for (const [index, { title, error }] of CASES.entries()) {
    it(`${error === undefined ? 'passes' : 'refuses'} ${title}`, () => checkSaid(said.get(`case-${index}.ts`), error));
  }
  it('passes the generated module itself', () => checkSaid(said.get('routes.gen.ts'), undefined));
  it('passes the module of the guards', () => checkSaid(said.get('handlers.ts'), undefined));
});

/** Names and words that try to be more than that. */
const HOSTILE = `
version: 1
handlers: ./handlers.ts
schemas:
  class: { type: object, description: "*/ export const a = 1; /*", required: ["'; b"], properties: { "'; b": { type: string, title: "@ts-expect-error" } } }
  Handlers: { type: string, enum: ["'", '"', "it's \\"both\\"", "\\\\", "\\n", "\\u2028"] }
  a-b: { type: number, enum: [1e+21, -0.5, 1.0] }
  AB: { type: object, description: "two\\nlines", properties: { __proto__: { type: string }, größe: { type: number } } }
routes:
  r:
    path: /a*/{x}
    summary: "*/ } export const c = 1; /*"
    params: { x: { type: string } }
    handler: "'] = 1"
    model: { anyOf: [{ $ref: '#/schemas/class' }, { $ref: '#/schemas/Handlers' }, { $ref: '#/schemas/a-b' }, { $ref: '#/schemas/AB' }] }
`;

describe('the generated types: names that try to be code', () => {
  it('keeps every name in its quotes and every comment closed', async () => {
    const use = `
      import type { AB, AB2, Class, Handlers, Handlers2 } from './routes.gen.ts';
      export const a: Class = { "'; b": '' };
      export const b: Handlers2[] = ["'", '"', 'it\\'s "both"', '\\\\', '\\n', '\\u2028'];
      export const c: AB2 = 1e21;
      export const d: AB = { größe: 1 };
      export const e: Handlers["'] = 1"] = () => 1e21;
      export * from './routes.gen.ts';
    `;
    const said = await compile({ 'routes.yaml': HOSTILE, 'use.ts': use });
    assert.deepEqual([...said], []);
  });
});

describe('the generated types: the text', () => {
  const long = Array.from({ length: 12 }, (_, index) => `choice-number-${index}`);
  const wide = `
version: 1
handlers: ./handlers.ts
schemas:
  Long: { type: string, enum: [${long}] }
  Short: { type: string, enum: [a, b] }
  Edge: { type: string, enum: [${'x'.repeat(50)}, ${'y'.repeat(46)}] }
  Empty: { type: object, additionalProperties: false }
  Any: { type: object }
  Mixed: { anyOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: [object, 'null'], properties: { c: { type: string } } } } }] }
  Both: { $ref: '#/schemas/Any', properties: { c: { type: string, enum: [${long}] } } }
  Lists: { type: object, properties: { a: { type: array, items: { type: string, enum: [${long}] } }, b: { type: array, items: { type: array, items: { type: object, properties: { "x-y": { type: string } } } } } } }
routes:
${Array.from({ length: 8 }, (_, index) => `  aRouteWithALongName${index}: { path: /${index}, handler: shared, model: { $ref: '#/schemas/Mixed' } }`).join('\n')}
`;

  for (const [name, manifest] of Object.entries({ small: MANIFEST, hostile: HOSTILE, wide })) {
    it(`is laid out as the formatter would do it: ${name}`, async () => {
      const text = await typesOf(manifest);
      const formatted = execFileSync(
        join(ROOT, 'node_modules/.bin/biome'),
        ['format', '--stdin-file-path=src/routes.gen.ts'],
        { cwd: ROOT, input: text, encoding: 'utf8', stdio: 'pipe' },
      );
      assert.equal(text, formatted);
    });
  }

  it('has no Handlers to write where no route has a handler', async () => {
    const text = await typesOf('version: 1\nhandlers: ./handlers.ts\nroutes: {}\n');
    assert.match(text, /^export type Handlers = Record<never, never>;$/m);
    assert.doesNotMatch(text, /^import/m);
  });
});

function typesOf(manifest: string): Promise<string> {
  return inFolder({ 'routes.yaml': manifest }, async (folder) => textIn(folder));
}

function textIn(folder: string): string {
  const loaded = loadTypes(join(folder, 'routes.yaml'));
  assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded));
  return loaded.kind === 'loaded' ? loaded.module.text : '';
}

/** Writes the types of `routes.yaml` beside the other files, and resolves to what the compiler says of each file that it does not like. */
function compile(files: Files): Promise<ReadonlyMap<string, string>> {
  return inFolder(files, async (folder) => {
    writeFileSync(join(folder, 'routes.gen.ts'), textIn(folder));
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
    const config = {
      compilerOptions: { ...compilerOptions, types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] },
      include: ['*.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    return byFile(await runCompiler(folder));
  });
}

function runCompiler(folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      join(ROOT, 'node_modules/.bin/tsc'),
      ['--noEmit', '--pretty', 'false'],
      { cwd: folder },
      (_, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
  });
}

/** `file(1,2): error …`, and further lines that are indented. */
function byFile(output: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const message of output.split(/\n(?=\S)/)) {
    const file = message.split('(', 1)[0] ?? '';
    if (message !== '') said.set(file, `${said.get(file) ?? ''}${message}\n`);
  }
  return said;
}

function checkSaid(said: string | undefined, error: RegExp | undefined): void {
  if (error === undefined) assert.equal(said, undefined);
  else assert.match(said ?? 'nothing', error);
}
