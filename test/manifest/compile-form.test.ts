import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldModel, FormModel } from '../../src/contract/page-data.ts';
import { htmlPattern, inputConstraints } from '../../src/manifest/5-compile/input-constraints.ts';
import { loadFiles, placesOf } from './manifest-folder.ts';

const SUBMIT = `  submit: { path: "/submit/{route}", methods: [GET, POST], params: { route: { type: string } }, handler: "velosiped:submit" }
`;

describe('html pattern: the same meaning, or none', () => {
  const cases: readonly (readonly [pattern: string, html: string | undefined])[] = [
    ['^[a-z]+$', '[a-z]+'],
    ['^(?:a|b)$', '(?:a|b)'],
    ['^\\d{3}\\$$', '\\d{3}\\$'],
    ['a', undefined],
    ['^a', undefined],
    ['a$', undefined],
    ['^a\\$', undefined],
    ['^a|b$', undefined],
    ['^[[]$', undefined],
    ['^[a&&b]$', undefined],
    ['^[ --]$', undefined],
    ['^[(]$', undefined],
    ['^[\\]$]$', '[\\]$]'],
  ];
  for (const [pattern, html] of cases) {
    it(`${pattern} is ${html ?? 'left to the server'}`, () => assert.equal(htmlPattern(pattern), html));
  }
});

describe('input constraints: never stricter than the schema', () => {
  const cases: readonly (readonly [shape: Parameters<typeof inputConstraints>[0], expected: Partial<FieldModel>])[] = [
    [{ type: 'number' }, { type: 'number', step: 'any', min: false, max: false }],
    [{ type: 'integer' }, { type: 'number', step: '1' }],
    [
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      { min: '1', max: '9' },
    ],
    [
      { type: 'integer', minimum: 0.5, maximum: 9.5 },
      { min: '1', max: '9' },
    ],
    [{ type: 'number', exclusiveMinimum: 0, minimum: -1 }, { min: '0' }],
    [
      { type: 'integer', multipleOf: 5, minimum: 3 },
      { min: '5', step: '5' },
    ],
    [
      { type: 'number', multipleOf: 0.1, minimum: 0.25 },
      { min: '0.3', step: '0.1' },
    ],
    [{ type: 'integer', multipleOf: 1.5 }, { step: '1' }],
    [
      { type: 'string', minLength: 0, maxLength: 0, pattern: '^a$' },
      { minLength: false, maxLength: '0', pattern: 'a' },
    ],
  ];
  for (const [shape, expected] of cases) {
    it(JSON.stringify(shape), () => {
      const found = inputConstraints(shape);
      assert.deepEqual(
        Object.fromEntries(Object.keys(expected).map((key) => [key, Reflect.get(found, key)])),
        expected,
      );
    });
  }
});

describe('compile form: from the schemas of a route', () => {
  it('asks for what the path, the query and the body take, with the first good example in it', async () => {
    const form = await formOf(`
    path: /a/{x}
    methods: [POST]
    params: { x: { type: number, title: X, description: The x } }
    query: { q: { type: string, default: d } }
    body: { type: object, required: [b], properties: { b: { type: [string, "null"] }, c: { const: 3, type: integer } } }
    text: ""
    form: {}
    examples:
      bad: { request: POST /a/no?q=w, body: b=z, response: { status: 400 } }
      good: { request: POST /a/6?q=w, body: b=a+b, response: { status: 200 } }
`);
    assert.deepEqual(
      form.fields.map(({ id, label, hint, value, required }) => [id, label, hint, value, required]),
      [
        ['a-x', 'X', 'The x', '6', true],
        ['a-q', 'q', false, 'd', false],
        ['a-b', 'b', false, 'a b', true],
        ['a-c', 'c', false, '', false],
      ],
    );
    assert.deepEqual([form.method, form.action, form.summary], ['post', '/submit/a', 'a']);
    assert.deepEqual(form.fields[3]?.choices, [
      { value: '', label: 'None', selected: false, id: false, focused: false },
      { value: '3', label: '3', selected: false, id: false, focused: false },
    ]);
  });
  it('has the control of each format, or the one that the manifest names, with no password in it', async () => {
    const form = await formOf(`
    path: /a
    methods: [POST]
    body:
      type: object
      properties:
        mail: { type: string, format: email }
        secret: { type: string, format: password, default: old, maxLength: 9 }
        link: { type: string, format: uri }
        day: { type: string, format: date, minLength: 10 }
        hour: { type: string, format: time }
        count: { type: integer }
        message: { type: string, maxLength: 9 }
        phone: { type: string }
        color: { enum: [red], type: string }
    text: ""
    form:
      fields: [message, mail, secret, link, day, hour, count, phone, color]
      controls:
        message: { control: textarea, rows: 6, placeholder: Say it }
        phone: { control: tel }
        color: { autocomplete: x-color }
`);
    assert.deepEqual(
      form.fields.map((field) => {
        const { name, isTextarea, isInput, type, autocomplete, rows, placeholder, value } = field;
        return [name, isTextarea ? 'textarea' : isInput ? type : 'select', autocomplete, rows, placeholder, value];
      }),
      [
        ['message', 'textarea', 'on', '6', 'Say it', ''],
        ['mail', 'email', 'email', false, false, ''],
        ['secret', 'password', 'current-password', false, false, ''],
        ['link', 'url', 'url', false, false, ''],
        ['day', 'date', 'on', false, false, ''],
        ['hour', 'time', 'on', false, false, ''],
        ['count', 'number', 'on', false, false, ''],
        ['phone', 'tel', 'tel', false, false, ''],
        ['color', 'select', 'x-color', false, false, ''],
      ],
    );
    assert.deepEqual(
      [form.fields[0]?.maxLength, form.fields[2]?.maxLength, form.fields[4]?.minLength],
      ['9', '9', false],
    );
  });
  it('is a button for each choice of its only parameter', async () => {
    const form = await formOf(`
    path: /a/{on}
    params: { on: { type: boolean } }
    text: ""
    form: { labels: { on: { "true": Yes } } }
`);
    assert.deepEqual(
      [form.fields, form.buttons],
      [
        [],
        [
          { label: 'Yes', name: 'on', value: 'true' },
          { label: 'false', name: 'on', value: 'false' },
        ],
      ],
    );
  });
  it('lets a preset send the checkboxes that are checked by default: nobody has unchecked them', async () => {
    const flags =
      'on: { type: boolean, default: true }, off: { type: boolean }, named: { type: boolean, default: true }';
    const form = await formOf(`
    path: /a
    query: { x: { type: string }, ${flags} }
    text: ""
    form: { presets: { P: { x: v, named: false } } }
`);
    assert.deepEqual(form.presets, [
      {
        label: 'P',
        fields: [
          { name: 'x', value: 'v' },
          { name: 'named', value: 'false' },
          { name: 'on', value: 'true' },
        ],
      },
    ]);
  });
  const methods: readonly (readonly [words: string, method: string, action: string])[] = [
    ['methods: [GET, POST]', 'get', '/a%20b'],
    ['methods: [GET, POST], sameOrigin: true', 'post', '/a%20b'],
    ['methods: [POST, PUT]', 'post', '/a%20b'],
    ['methods: [GET, POST], query: { n: { type: integer } }', 'get', '/a%20b'],
    ['methods: [POST], query: { n: { type: integer } }', 'post', '/submit/a'],
    ['query: { n: { type: boolean }, m: { type: integer } }', 'get', '/submit/a'],
  ];
  for (const [words, method, action] of methods) {
    it(`${words}: ${method} ${action}`, async () => {
      const form = await formOf(` { path: /a%20b, ${words}, text: "", form: {} }\n`, '[GET, POST, PUT]');
      assert.deepEqual([form.method, form.action], [method, action]);
    });
  }
});

describe('lint: forms', () => {
  const cases: readonly (readonly [route: string, places: readonly string[]])[] = [
    ['{ path: /a, form: { method: POST }, text: "" }', ['bad-form 3:34']],
    ['{ path: /a, methods: [PUT], form: {}, text: "" }', ['bad-form 3:34']],
    ['{ path: /a, headers: { X-A: { type: string, required: true } }, form: {}, text: "" }', ['bad-form 3:29']],
    ['{ path: /a, headers: { Accept: { type: string, required: true } }, form: {}, text: "" }', []],
    ['{ path: /a, methods: [POST], body: { type: array }, form: {}, text: "" }', ['bad-form 3:35']],
    [
      '{ path: /a, methods: [POST], body: { type: object, properties: { l: { type: array } } }, form: {}, text: "" }',
      ['bad-form 3:71'],
    ],
    [
      '{ path: "/a/{x}", params: { x: { type: string } }, query: { x: { type: string } }, form: {}, text: "" }',
      ['bad-form 3:66'],
    ],
    ['{ path: /a, query: { x: { type: string } }, form: { presets: { P: { y: 1 } } }, text: "" }', ['bad-form 3:74']],
    ['{ path: /a, query: { x: { type: integer } }, form: { presets: { P: { x: a } } }, text: "" }', ['bad-form 3:78']],
    [
      '{ path: /a, query: { x: { type: integer, required: true } }, form: { presets: { P: {} } }, text: "" }',
      ['bad-form 3:86'],
    ],
    [
      '{ path: /a, query: { x: { enum: [1], type: integer } }, form: { labels: { x: { "2": B } } }, text: "" }',
      ['bad-form 3:85'],
    ],
    ['{ path: /a, query: { x: { type: integer } }, form: { labels: { x: { "2": B } } }, text: "" }', ['bad-form 3:69']],
    [
      '{ path: /a, query: { x: { type: string } }, form: { fields: [y, x, x] }, text: "" }',
      ['bad-form 3:67', 'bad-form 3:73'],
    ],
    ['{ path: /a, query: { x: { type: string, required: true } }, form: { fields: [] }, text: "" }', ['bad-form 3:74']],
    ['{ path: /a, query: { x: { type: string }, y: { type: string } }, form: { fields: [y] }, text: "" }', []],
    ['{ path: /a, query: { x: { type: integer } }, form: { controls: { y: {} } }, text: "" }', ['bad-form 3:71']],
    [
      '{ path: /a, query: { x: { type: integer } }, form: { controls: { x: { control: textarea } } }, text: "" }',
      ['bad-form 3:85'],
    ],
    [
      '{ path: /a, query: { x: { type: string } }, form: { controls: { x: { rows: 3 } } }, text: "" }',
      ['bad-form 3:75'],
    ],
    ['{ path: "/a/{x}", params: { x: { type: string } }, handler: "velosiped:submit" }', ['bad-form 3:14']],
    ['{ path: "/a/{x}", params: { x: { type: string } }, handler: "velosiped:submt" }', ['unknown-handler 3:66']],
  ];
  for (const [route, places] of cases) {
    it(`${route}: ${places.join() || 'good'}`, async () => {
      const result = await load(`version: 1\nroutes:\n  a: ${route}\n${SUBMIT}server: { methods: [GET, POST, PUT] }\n`);
      assert.deepEqual(
        placesOf(result).map((place) => place.replace('routes.yaml:', '')),
        places,
      );
    });
  }
});

function load(manifest: string) {
  return loadFiles({ 'routes.yaml': manifest });
}

async function formOf(route: string, methods = '[GET, POST]'): Promise<FormModel> {
  const result = await load(`version: 1\nserver: { methods: ${methods} }\nroutes:\n${SUBMIT}  a:${route}`);
  assert.ok(result.kind === 'loaded', JSON.stringify(result.diagnostics, null, 1));
  return result.program.forms['a'] ?? assert.fail('the route has no form');
}
