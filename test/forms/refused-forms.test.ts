import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { serveSite } from '../guards/served-site.ts';

const MANIFEST = `
version: 1
server: { methods: [GET, HEAD, POST] }
handlers: ./handlers.mjs
views: ./views
routes:
  contact:
    path: /contact
    methods: [POST]
    handler: contact
    body:
      type: object
      required: [mail]
      properties:
        mail: { type: string, format: email }
        secret: { type: string, format: password }
        day: { type: string, format: date }
        hour: { type: string, format: time }
        start: { type: string, format: iso-time }
        message: { type: string }
    form:
      fields: [message, mail, secret, day, hour, start]
      controls: { message: { control: textarea, rows: 6 } }
  told:
    path: /told/{n}
    methods: [POST]
    params: { n: { type: integer, errorMessage: Which one? } }
    query: { code: { type: string, pattern: '^[A-Z]{3}$', description: Three capital letters. } }
    body:
      type: object
      properties:
        age: { type: integer, minimum: 18, errorMessage: You must be of age }
        code: { type: string, pattern: '^[a-z]{3}$', description: Three small letters }
        mail: { $ref: '#/schemas/Mail' }
        day: { $ref: '#/schemas/Day', errorMessage: Choose a day }
        rider:
          type: object
          required: [name]
          errorMessage: Say who rides
          properties:
            name: { type: string, maxLength: 3, errorMessage: A short name! }
            bikes: { type: array, items: { anyOf: [{ const: 1 }, { const: 2 }], errorMessage: One bike or two } }
    json: true
  start: { path: /, view: start }
  person:
    path: /person
    methods: [POST]
    body:
      type: object
      properties:
        age: { type: integer, minimum: 18, errorMessage: You must be of age }
        code: { type: string, pattern: '^[a-z]{3}$', description: Three small letters }
    json: true
    errors: page
    form: {}
  choose:
    path: /choose
    methods: [GET]
    query: { tags: { type: array, required: true, items: { type: string, enum: [a, b] } } }
    json: true
    errors: page
    form: {}
schemas:
  Mail: { type: string, format: email, errorMessage: Where do we write to? }
  Day: { type: string, format: date }
`;

const HANDLERS = `
import { HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  contact: ({ body }) => {
    if (body.message === 'busy') throw new HttpError(409, 'Later.', { fields: { mail: 'It has one already.' } });
    return body;
  },
};
`;

const site = serveSite(MANIFEST, {
  'handlers.mjs': HANDLERS,
  'views/start.hbs': '{{#each @page.forms}}<h1>{{summary}}</h1>\n  {{> form}}{{/each}}',
});

describe('a refused form', () => {
  it('comes back as it was typed, line breaks and all, without its password', async () => {
    const sent = { mail: 'no', secret: 'canary-7', day: '31.1.2026', message: '\n one\r\n\r\n<two> ' };
    const { status, page } = await post(sent);
    assert.equal(status, 400);
    assert.match(page, /<textarea [^>]*rows="6"[^>]*>\n\n one\r\n\r\n&lt;two&gt; <\/textarea>/);
    assert.match(page, /<input id="contact-mail" type="email" name="mail" value="no" autocomplete="email" required/);
    assert.match(page, /type="password" name="secret" value=""/);
    assert.match(page, /type="text" name="day" value="31\.1\.2026"/);
    const focused = [...page.matchAll(/<\w+ id="([^"]*)"[^>]* autofocus/g)].map(([, id]) => id);
    assert.deepEqual(focused, ['contact-mail']);
    assert.ok(!page.includes('canary-7'));
    assert.deepEqual(await faultsOf(page), []);
  });
  it('says of what is not shown again that it has to be repeated: nobody notices an empty field that may be empty', async () => {
    const told =
      /<input id="contact-secret" [^>]*aria-describedby="contact-secret-hint">\n<span id="contact-secret-hint">What was sent here is not shown again\. Please repeat it\.<\/span>/;
    assert.match((await post({ mail: 'no', secret: 'canary-7' })).page, told);
    assert.doesNotMatch((await post({ mail: 'no', secret: '' })).page, /not shown again/);
  });
  it('comes back from a handler, too', async () => {
    const { status, page } = await post({
      mail: 'a@b.example',
      secret: 'canary-7',
      message: 'busy',
      day: '2026-01-31',
    });
    assert.equal(status, 409);
    assert.match(page, /It has one already\./);
    assert.match(page, /type="date" name="day" value="2026-01-31"/);
    assert.ok(!page.includes('canary-7'));
    assert.deepEqual(await faultsOf(page), []);
  });
  it('is built in for every view: fields of several forms on a page share no id', async () => {
    const page = await (await fetch(`http://${site.host}:${site.port}/`)).text();
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.ok(ids.includes('contact-message') && ids.includes('person-age'));
    assert.equal(new Set(ids).size, ids.length);
  });
  it('takes times as inputs for times send them: a format without a zone needs none', async () => {
    const { page } = await post({ mail: 'a@b.example', hour: '17:45', start: '17:45' });
    assert.deepEqual(JSON.parse(page), { mail: 'a@b.example', hour: '17:45:00Z', start: '17:45:00' });
  });
});

describe('errorMessage, and the description of a pattern', () => {
  const cases: readonly (readonly [body: unknown, told: readonly string[]])[] = [
    [{ age: 3 }, ['You must be of age.']],
    [{ age: 'x', code: 'A' }, ['You must be of age.', '"code" must be as described: Three small letters.']],
    [{ mail: 'no', day: 'no' }, ['Where do we write to?', 'Choose a day.']],
    [{ rider: {} }, ['Say who rides.']],
    [{ rider: { name: 'Adele', bikes: [1, 3] } }, ['A short name!', 'One bike or two.']],
  ];
  for (const [body, told] of cases) {
    it(`${JSON.stringify(body)}: ${told.join(' ')}`, async () => {
      assert.deepEqual(await detailsOf('/told/1', body), told);
    });
  }
  it('stands beside the field of a form', async () => {
    const { page } = await post({ age: 'x', code: 'A' }, '/person');
    assert.match(page, /<strong id="person-age-problem">You must be of age\.<\/strong>/);
    assert.match(page, /<strong id="person-code-problem">It must be as described: Three small letters\.<\/strong>/);
    assert.deepEqual(await faultsOf(page), []);
  });
  it('of a list in the address says that it is required, where nothing of it was sent', async () => {
    const page = await (await fetch(`http://${site.host}:${site.port}/choose`)).text();
    assert.match(page, /"choose-tags-problem">It is required\.</);
  });
  it('is said of parameters', async () => {
    const told = ['Which one?', '"code" must be as described: Three capital letters.'];
    assert.deepEqual(await detailsOf('/told/x?code=a', {}), told);
  });
});

async function detailsOf(path: string, body: unknown): Promise<readonly string[]> {
  const answered = await fetch(`http://${site.host}:${site.port}${path}`, {
    method: 'POST',
    headers: { accept: 'application/problem+json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { errors } = JSON.parse(await answered.text());
  return errors.map(({ detail }: { readonly detail: string }) => detail);
}

async function post(fields: Readonly<Record<string, string>>, path = '/contact') {
  const answered = await fetch(`http://${site.host}:${site.port}${path}`, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
  return { status: answered.status, page: await answered.text() };
}

const html = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:recommended'],
    rules: { 'no-implicit-button-type': 'off', 'no-implicit-input-type': 'off', 'no-inline-style': 'off' },
  }),
);

async function faultsOf(page: string): Promise<readonly string[]> {
  const { results } = await html.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
  );
}
