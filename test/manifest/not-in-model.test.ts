import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from '../../src/contract/diagnostic.ts';
import { loadFiles } from './manifest-folder.ts';

/** By name, "a" is shown. `§` stands before each name that the model does not bear out. */
type Views = Readonly<Record<string, string>>;
type Case = readonly [title: string, view: string, others?: Views];

const PERSON = '{ type: object, required: [name], properties: { name: { type: string }, note: { type: string } } }';
const MODEL = `{
  type: object,
  required: [name, count, on, list, person, words, maybe, any, first, self],
  properties: {
    name: { type: string }, count: { type: integer }, on: { type: boolean }, any: {}, note: { type: string },
    maybe: { type: [string, 'null'] }, words: { type: array, items: { type: string } }, perhaps: { $ref: '#/schemas/Person' },
    list: { type: array, items: { $ref: '#/schemas/Person' } }, person: { $ref: '#/schemas/Person' },
    first: { type: array, minItems: 1, items: { $ref: '#/schemas/Person' } },
    free: { type: object, properties: { known: { type: string } }, additionalProperties: true },
    self: { $ref: '#/schemas/Tree' }
  }
}`;
const SCHEMAS = `{ Person: ${PERSON}, Tree: { type: object, required: [title, below], properties: {
  title: { type: string }, below: { type: array, items: { $ref: '#/schemas/Tree' } }, up: { $ref: '#/schemas/Tree' } } } }`;

describe('lint models: names that the model does not declare', () => {
  checkTable(
    ['a name', '{{name}} {{§nmae}}'],
    ['a name of a name', '{{person.name}} {{person.§age}} {{§persn.name}}'],
    [
      'names in all spellings',
      '{{~ this.name ~}} {{./name}} {{[name]}} {{"name"}} {{this.§x}} {{./§x}} {{§[x]}} {{§"x"}}',
    ],
    [
      'a name of a text or a list',
      '{{name.§first}} {{list.§name}} {{list.length}} {{#if name.length}}{{/if}} {{first.[0].§age}}',
    ],
    [
      'nothing of what may be anything',
      '{{any}} {{any.thing.at.all}} {{#each any}}{{x}}{{#each y}}{{../z}}{{/each}}{{/each}}',
    ],
    ['nothing of an object that allows more', '{{#if free}}{{free.other}} {{free.other.more}}{{/if}}'],
    ['a condition, and what stands in it', '{{#if §nmae}}{{§nmae}}{{else}}{{§mane}}{{/if}}{{#unless §x}}{{/unless}}'],
    ['a condition of an else', '{{#if on}}{{else if §off}}{{else}}{{§off}}{{/if}}'],
    ['the items of a list', '{{#each list}}{{name}}{{§title}}{{else}}{{§title}}{{/each}}{{#each §lsit}}{{x}}{{/each}}'],
    [
      'the items of a list, by a name',
      '{{#each list as |one at|}}{{one.name}}{{one.§title}}{{at}}{{at.§x}}{{name}}{{/each}}{{§one}}',
    ],
    ['the values of an object', '{{#each person}}{{this}}{{@key}}{{this.§x}}{{/each}}'],
    ['what stands around', '{{#each list}}{{../name}}{{../§title}}{{#with ..}}{{count}}{{§title}}{{/with}}{{/each}}'],
    ['what stands around conditions, which are no level', '{{#each list}}{{#if name}}{{../count}}{{/if}}{{/each}}'],
    ['more levels than there are', '{{§../name}}{{#each list}}{{§../../name}}{{/each}}'],
    [
      'the value of a with',
      '{{#with perhaps}}{{name}}{{§age}}{{else}}{{name}}{{§age}}{{/with}}{{#with person as |p|}}{{p.§age}}{{/with}}',
    ],
    [
      'blocks without a helper',
      '{{#person}}{{name}}{{§age}}{{/person}}{{#list}}{{name}}{{§age}}{{@index}}{{/list}}{{#on}}{{name}}{{/on}}{{^on}}{{§x}}{{/on}}',
    ],
    ['the root', '{{#each list}}{{@root.name}}{{@root.§title}}{{/each}}'],
    [
      'literal lookups',
      '{{lookup person "name"}} {{lookup person §"age"}} {{#if (lookup person §"age")}}{{/if}} {{lookup words 0}}',
    ],
    ['lookups in what is not there', '{{lookup §nobody "name"}}'],
    [
      'what every page has, and nothing else',
      '{{@page.title}}{{@page.background}}{{@page.§titel}}{{#if @page.§user}}{{/if}}',
    ],
    [
      'unknown variables, and those of each outside of it',
      '{{§@user}}{{@§index}}{{#each list}}{{@index}}{{@key}}{{#if @first}}{{/if}}{{#if @last}}{{/if}}{{/each}}{{@§last}}',
    ],
    ['variables of an outer each', '{{#each list}}{{#each ../words}}{{@../index}}{{/each}}{{@../§index}}{{/each}}'],
  );
});

describe('lint models: what may be missing', () => {
  checkTable(
    [
      'a property that is not required, printed',
      '{{§note}} {{#if note}}{{note}}{{/if}} {{#unless note}}{{§note}}{{else}}{{note}}{{/unless}}',
    ],
    [
      'a name behind it, printed or not',
      '{{§perhaps.name}} {{#if §perhaps.name}}{{/if}} {{#with perhaps}}{{name}}{{/with}}',
    ],
    [
      'what is known of names behind names',
      '{{#if person.note}}{{person.note}}{{#with person}}{{name}}{{/with}}{{/if}}{{person.§note}}',
    ],
    ['what is known of what stands around', '{{#if note}}{{#each list}}{{../note}}{{@root.note}}{{/each}}{{/if}}'],
    [
      'what is known of a block parameter',
      '{{#each list as |one|}}{{#if one.note}}{{one.note}}{{note}}{{/if}}{{/each}}',
    ],
    ['nothing of null, which prints nothing', '{{maybe}}'],
    [
      'an item that there may not be',
      '{{list.§[0].name}} {{first.[0].name}} {{#if list}}{{list.[0].name}}{{/if}} {{#if list.length}}{{list.[0].name}}{{/if}}',
    ],
    [
      'nothing where another view or a helper gets it',
      '{{> b note}}{{> b x=note}}{{lookup person "note"}}',
      { b: '-' },
    ],
  );
});

describe('lint models: what is shown as text', () => {
  checkTable(
    [
      'an object or a list',
      '{{§person}} {{§list}} {{§words}} {{§this}} {{§@root}} {{§lookup person "name"}}'.replace(
        '{{§lookup',
        '{{lookup',
      ),
    ],
    ['an object that is an item', '{{#each list}}{{§this}}{{/each}} {{#each words}}{{this}}{{.}}{{/each}}'],
    ['an object that is looked up', '§{{lookup list 0}}'],
    ['a text that is gone through', '{{#each §name}}{{this}}{{/each}}'],
  );
});

describe('lint models: views that are included', () => {
  checkTable(
    [
      'what stands around the statement',
      '{{> b}}{{#each list}}{{> c}}{{/each}}',
      { b: '{{count}}{{§age}}', c: '{{name}}{{§count}}' },
    ],
    [
      'what they are given',
      '{{> b person}}{{> c this extra=person}}',
      { b: '{{name}}{{§count}}', c: '{{extra.name}}{{count}}{{extra.§age}}{{§other}}' },
    ],
    ['a name that is given what is not there', '{{> b x=§nobody}}{{> b §nobody}}', { b: '-' }],
    ['no levels around them', '{{#each list}}{{> b}}{{/each}}', { b: '{{§../count}}{{@index}}{{@root.count}}' }],
    [
      'one that includes itself',
      '{{#with self}}{{> b}}{{/with}}',
      { b: '{{title}}{{#each below}}{{> b}}{{§name}}{{/each}}{{#if up}}{{> b up}}{{/if}}' },
    ],
    [
      'one that gives itself more and more',
      '{{> b self}}',
      { b: '{{#if up}}{{> b this more=this}}{{> b this most=this}}{{/if}}' },
    ],
    [
      'the block of one',
      '{{#> b person}}{{name}}{{../count}}{{§count}}{{/b}}',
      { b: '<{{> @partial-block}}>{{#if @partial-block}}{{/if}}' },
    ],
    [
      'the layout, which is around error pages too',
      '{{name}}',
      { layout: '{{@page.title}}{{#if §name}}{{/if}}{{> page}}' },
    ],
    ['the page, at its place in the layout', '{{name}}{{§x}}', { layout: '{{#if @page.title}}{{> page}}{{/if}}' }],
  );
});

describe('lint models: schemas of other kinds', () => {
  const either = `{ anyOf: [
    { type: object, required: [ok, value], properties: { ok: { const: true }, value: { type: string } } },
    { type: object, required: [ok, error], properties: { ok: { const: false }, error: { type: string } } } ] }`;
  it('knows a name that any of several alternatives has, and asks which of them it is', async () => {
    await checkModel(either, { a: '{{#if value}}{{/if}}{{#if §vlaue}}{{/if}}' });
    await checkModel(either, { a: '{{#if ok}}{{value}}{{§error}}{{else}}{{error}}{{§value}}{{/if}}{{§value}}' });
    await checkModel(either, { a: '{{#if value}}{{value}}{{else}}{{error}}{{/if}}' });
  });
  it('adds what stands beside the alternatives, or a $ref', async () => {
    const both =
      '{ type: object, properties: { name: { type: string } }, required: [name], anyOf: [{ type: object, properties: { x: {} } }, { type: object, properties: { y: {} } }] }';
    await checkModel(both, { a: '{{name}}{{#if x}}{{x}}{{/if}}{{#if y}}{{/if}}{{#if §z}}{{/if}}' });
    await checkModel("{ $ref: '#/schemas/Person', required: [note] }", { a: '{{name}}{{note}}{{§age}}' });
  });
  it('takes an object that declares nothing, or no type at all, for anything', async () => {
    await checkModel('{ type: object }', { a: '{{x}}{{y.z}}' });
    await checkModel('{}', { a: '{{x}}{{y.z}}' });
    await checkModel('{ type: object, additionalProperties: false }', { a: '{{§x}}' });
  });
  it('goes through a model that is a list', () =>
    checkModel(`{ type: array, items: ${PERSON} }`, {
      a: '{{#each this}}{{name}}{{§age}}{{/each}}{{#each .}}{{/each}}{{§age}}',
    }));
  it('says nothing of a model that is wrong itself', async () => {
    const manifest =
      "schemas: { A: { $ref: '#/schemas/A' } }\nroutes: { a: { path: /, handler: hello, view: a, model: { $ref: '#/schemas/A' } } }";
    assert.deepEqual(
      (await findings(manifest, { a: '{{x}}' })).filter(({ code }) => code === 'not-in-model'),
      [],
    );
  });
});

describe('lint models: views without a model', () => {
  const route = (name: string, rest: string) => `  ${name}: { path: /${name}, view: a, ${rest} }\n`;
  it('says nothing where a handler declares no model, but of @page', () =>
    checkRoutes(`routes:\n${route('x', 'handler: hello')}`, { a: '{{x}}{{#if y}}{{/if}}{{@page.§titel}}' }));
  it('says nothing where no route shows the view', () => checkRoutes('routes: {}', { a: '{{x}}{{@page.titel}}' }));
  it('holds a view against the data that are written', () =>
    checkRoutes(`routes:\n${route('x', 'data: { on: false, list: [{ n: 1 }, { n: 2, m: 3 }] }')}`, {
      a: '{{#if on}}{{never.shown}}{{/if}}{{#each list}}{{n}}{{§m}}{{#if m}}{{m}}{{/if}}{{§k}}{{/each}}{{#if §no}}{{/if}}{{on.§x}}',
    }));
  it('lets a condition ask for what the data of only some routes have', () =>
    checkRoutes(`routes:\n${route('x', 'data: { note: hi }')}${route('y', 'data: {}')}`, {
      a: '{{#if note}}{{note}}{{/if}}{{§note}}{{#if §nope}}{{/if}}',
    }));
  it('holds error views against what error pages get', () =>
    checkRoutes('page: { errors: { "404": lost } }\nroutes: {}', {
      error: '{{status}}{{reason}}{{message}}{{#if detail}}{{detail}}{{/if}}{{§stauts}}',
      lost: '{{message}}{{#if §detial}}{{/if}}',
    }));
});

describe('lint models: findings', () => {
  it('says what is meant, and where the models are of all routes that show the view', async () => {
    const model = '{ type: object, required: [name], properties: { name: { type: string } } }';
    const route = (name: string) => `  ${name}: { path: /${name}, handler: hello, view: a, model: ${model} }\n`;
    const found = await findings(`routes:\n${route('x')}${route('y')}`, { a: '{{> b}}', b: '{{nmae}}' });
    assert.deepEqual(
      found.map(({ code, message, hint, related }) => ({
        code,
        message,
        hint,
        related: related.map((one) => `${one.line} ${one.message}`),
      })),
      [
        {
          code: 'not-in-model',
          message: 'Unknown name "nmae": the model does not declare it',
          hint: 'did you mean "name"?',
          related: [
            '1 "b" is included here',
            '5 the model of the route "x" is here',
            '6 the model of the route "y" is here',
          ],
        },
      ],
    );
  });
  it('says that a condition may lack the last name of its path, but not what that stands in', async () => {
    const model = '{ type: object, properties: { owner: { type: object, properties: { name: { type: string } } } } }';
    const routes = `routes:\n  x: { path: /, handler: hello, view: a, model: ${model} }\n`;
    const hints = async (view: string) => (await findings(routes, { a: view })).map(({ hint }) => hint);
    assert.deepEqual(await hints('{{#if owner.name}}yes{{/if}}'), [
      'add it to "required", or write {{#if owner}} around it: {{#if owner}}{{#if owner.name}}',
    ]);
    assert.deepEqual(await hints('{{#if owner}}{{#if owner.name}}{{owner.name}}{{/if}}{{/if}}'), []);
  });
  it('lists a few of many routes', async () => {
    const routes = Array.from({ length: 9 }, (_, n) => `  r${n}: { path: /${n}, view: a }\n`).join('');
    const [found] = await findings(`routes:\n${routes}`, { a: '{{name}}' });
    assert.equal(found?.related.length, 5);
    assert.equal(found?.related.at(-1)?.message, 'the route "r4" gives no data, and 4 more like it');
  });
  it('counts lines as Handlebars does, whatever ends them', async () => {
    const model = '{ type: object, properties: {} }';
    await checkModel(model, {
      a: 'x\r\n{{#if §a}}\r\n  {{~ §b ~}}\r\n{{/if}}\r{{§b}}\n"é😀" {{! c }}{{!-- {{x}}\n --}} \\{{raw}} {{§c}}',
    });
  });
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, view, others = {}] of cases) it(`finds ${title}`, () => checkModel(MODEL, { a: view, ...others }));
}

async function checkModel(model: string, views: Views): Promise<void> {
  const route = `a: { path: /, handler: hello, view: a, model: ${model.replaceAll('\n', ' ')} }`;
  await checkRoutes(`schemas: ${SCHEMAS.replaceAll('\n', ' ')}\nroutes: { ${route} }`, views);
}

/** The errors of a manifest with these views. */
async function findings(manifest: string, views: Views): Promise<readonly Diagnostic[]> {
  const files = Object.entries(views).map(([name, text]) => [`views/${name}.hbs`, text.replaceAll('§', '')]);
  const { diagnostics } = await loadFiles({
    'routes.yaml': `version: 1\nhandlers: ./handlers.mjs\nviews: ./views\n${manifest}\n`,
    ...Object.fromEntries(files),
  });
  return diagnostics.filter(({ severity }) => severity === 'error');
}

async function checkRoutes(manifest: string, views: Views): Promise<void> {
  const expected = Object.entries(views).flatMap(([name, text]) => marksIn(`views/${name}.hbs`, text));
  const found = await findings(manifest, views);
  const places = found.map(({ file, line, column }) => `${file.replace(/^.*\/views/, 'views')}:${line}:${column}`);
  assert.deepEqual(
    places.toSorted(),
    expected.toSorted(),
    found.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n'),
  );
}

/** `file:line:column` of each mark. */
function marksIn(file: string, text: string): readonly string[] {
  const parts = text.split('§').slice(0, -1);
  return parts.map((_, index) => {
    const lines = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return `${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  });
}
