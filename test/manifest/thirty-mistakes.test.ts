import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runCommand } from '../start-server.ts';
import { inFolder, placesOf } from './manifest-folder.ts';

/** A manifest, what it includes, and its views, in the order of a report; `«code»` stands before the place of each mistake. */
const MARKED: Readonly<Record<string, string>> = {
  'routes.yaml': `version: «bad-value»2
server:
  «unknown-key»prot: 8888
  host: "«unset-variable»\${HOST_THAT_NOBODY_HAS_SET}"
  methods: [GET, POST]
  limits: { headers: 1KiB, headerCount: «contradictory-limits»1000 }
logs:
  access: { file: "«bad-variable»\${access.log" }
  error:
    file: «unquoted-variable»\${FILE}
handlers: «unused-handler»./handlers.mjs
views: ./views
page:
  headers: { «refused-header»Connection: close, X-A: «bad-header»" b" }
  background: { default: «unknown-color»whiet }
include: [more.yaml]
schemas:
  «unused-schema»Age: { type: integer }
  Egg: { $ref: «circular-schema»'#/schemas/Hen' }
  Hen: { $ref: '#/schemas/Egg' }
  Order:
    type: object
    required: [item, «bad-schema»amuont]
    additionalProperties: false
    properties: { item: { type: string }, egg: { $ref: '#/schemas/Egg' } }
routes:
  hello:
    path: /hello/«bad-path»{name}.html
    text: Hello
    «duplicate-key»text: Goodbye
  byName:
    path: /by/«parameter-without-schema»{name}
    text: Hello
  byAge:
    path: /age
    params: { «schema-without-parameter»age: { type: integer } }
    text: Hello
  spelt:
    path: /spelt/{word}
    aliases: [«alias-parameters»'/written/{text}']
    params: { word: { type: string, pattern: «runaway-pattern»'^([a-z]+-?)+$' } }
    text: A word
  numbered:
    path: /numbered/{number}
    params: { number: { type: integer, minimum: 9, maximum: «bad-parameter-schema»1 } }
    text: A number
  referred:
    path: /referred
    query: { q: { $ref: «unknown-schema»'#/schemas/Phrase' } }
    text: A query
  order:
    path: /order
    methods: [POST, «unserved-method»PUT]
    body: { $ref: '#/schemas/Order' }
    text: Ordered
  «no-answer»silent:
    path: /silent
  loud:
    path: /loud
    text: Loud
    «several-answers»json: Loud
  stray:
    path: /stray
    text: Stray
    «stray-key»data: { a: 1 }
`,
  'more.yaml': `routes:
  part:
    path: «unreachable-route»/part/{name}
    params: { name: { type: string, enum: [cover] } }
    text: A part
  cover: { path: /part/cover, text: The cover }
  same: { path: «ambiguous-routes»/part/cover, text: The cover again }
  old: { path: /old, redirect: { url: «cut-target»/new?part=1,2 } }
  older: { path: /older, redirect: { url: «bad-redirect»//new } }
  lost: { path: /lost, redirect: { route: «unknown-route»covre } }
  bare: { path: /bare, «redirect-parameters»redirect: { route: part } }
  odd: { path: /odd, json: { «key-not-text»404: not found, most: «not-json».inf, none: «bad-alias»*none } }
  «missing-key»pathless: { text: Hello }
  typed: { path: /typed, text: «wrong-type»5 }
  handled: { path: /handled, handler: «unknown-handler»helo }
  viewed: { path: /viewed, view: «unknown-view»pgae }
  shown: { path: /shown, view: page, data: { name: Ann } }
  tried:
    path: /tried
    text: Tried
    examples:
      odd: { request: 'GET /tried?«bad-example»<a>', response: { status: 200 } }
`,
  'handlers.mjs': 'export const handlers = { hello: () => ({}), farewell: () => ({}) };\n',
  'views/page.hbs': `<h1>{{«not-in-model»nmae}}</h1>
<p>«unescaped-output»{{{name}}}</p>
{{#«unknown-helper»iff name}}{{/iff}}
{{> «unknown-partial»footr}}
`,
};

describe('check: a manifest with more than thirty different mistakes', () => {
  it('reports each of them in one go, with its code and its place, in source order', async () => {
    const expected = Object.entries(MARKED).flatMap(([file, text]) => marksIn(file, text));
    assert.deepEqual(await checkedPlaces(), expected);
    const kinds = new Set(expected.map((place) => place.split(' ')[0]));
    assert.ok(kinds.size > 30 && kinds.size === expected.length, `${kinds.size} kinds`);
  });
});

const MARK = /«([a-z-]+)»/;

/** `code file:line:column` for each mark. */
function marksIn(file: string, marked: string): readonly string[] {
  const places: string[] = [];
  let text = marked;
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    const lines = text.slice(0, mark.index).split('\n');
    places.push(`${mark[1]} ${file}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`);
    text = text.replace(MARK, '');
  }
  return places;
}

async function checkedPlaces(): Promise<readonly string[]> {
  const files = Object.fromEntries(
    Object.entries(MARKED).map(([file, marked]) => [file, marked.replaceAll(new RegExp(MARK, 'g'), '')]),
  );
  return inFolder(files, async (folder) => {
    const { code, stdout } = await runCommand(['check', '--format', 'json', '--manifest', `${folder}/routes.yaml`]);
    assert.equal(code, 1);
    return placesOf(JSON.parse(stdout));
  });
}
