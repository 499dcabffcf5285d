import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { serveSite } from '../guards/served-site.ts';
import { MULTIPART, multipart } from '../uploads/multipart.ts';

const MANIFEST = `
version: 1
server: { methods: [GET, HEAD, POST], errors: page }
handlers: ./handlers.mjs
views: ./views
routes:
  join:
    path: /join
    methods: [POST]
    handler: echo
    body:
      type: object
      required: [name, days, secret]
      properties:
        name: { type: string, title: Your name, minLength: 2 }
        mail: { type: string, format: email }
        secret: { type: string, format: password }
        site: { type: string, format: uri }
        day: { type: string, format: date }
        hour: { type: string, format: iso-time }
        age: { type: integer, minimum: 18 }
        height: { type: number }
        size: { type: string, enum: [s, m, l] }
        news: { type: boolean }
        days: { type: array, title: Days, description: When you have time, items: { type: string, enum: [sat, sun, mon] }, minItems: 1, maxItems: 2, errorMessage: Choose one day or two }
        numbers: { type: array, items: { type: integer, enum: [1, 2] }, default: [2] }
        plate: { type: string, pattern: '^[A-Z]{2}$', description: Two capital letters }
        photo: { type: string, format: binary, contentMediaType: 'image/png, image/jpeg' }
        papers: { type: array, items: { type: string, format: binary } }
        message: { type: string }
    form:
      controls: { message: { control: textarea } }
      labels: { days: { sat: Saturday, sun: Sunday, mon: Monday } }
  join-us: { path: /join-us, methods: [POST], handler: echo, body: { type: object, properties: { name: { type: string } } }, form: {} }
  clash: { path: /clash, methods: [POST], handler: echo, body: { type: object, properties: { a: { type: string, description: A }, a-hint: { type: string }, a.b: { type: string }, a_2eb: { type: string } } }, form: {} }
  cla: { path: /cla, methods: [POST], handler: echo, body: { type: object, properties: { us-name: { type: string }, sh-a: { type: string } } }, form: {} }
  find: { path: /find, handler: query, query: { tag: { type: array, items: { type: string, enum: [a, b, 'c d'] } }, near: { type: boolean, default: false } }, form: { fields: [tag] } }
  tour:
    path: /tour
    methods: [POST]
    handler: tour
    body:
      type: object
      required: [names]
      properties:
        names: { type: array, title: Who rides, description: One on each line, items: { type: string, minLength: 2, maxLength: 20 }, minItems: 1, maxItems: 5 }
        names-2: { type: string }
        years: { type: array, items: { type: integer, minimum: 1900 }, default: [2001] }
        mails: { type: array, items: { type: string, format: email }, maxItems: 50 }
        pins: { type: array, items: { type: string, format: password }, default: ['1234'] }
        lamps: { type: array, items: { type: string }, maxItems: 50 }
    form: { fields: [names, names-2, years, mails, pins, lamps], controls: { lamps: { rows: 2, placeholder: A lamp } } }
  page: { path: /, view: start, summary: All forms }
  refused: { path: /refused, view: start }
`;

const HANDLERS = `export const handlers = {
  echo: ({ body }) => ({ ...body, photo: body.photo && body.photo.name, papers: body.papers?.map(({ name }) => name) }),
  query: ({ query }) => query,
  tour: ({ body }) => body,
};`;

const LAYOUT =
  '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{{@page.title}}</title>\n</head>\n<body>\n{{> page}}\n</body>\n</html>\n';

const site = serveSite(MANIFEST, {
  'handlers.mjs': HANDLERS,
  'views/layout.hbs': LAYOUT,
  'views/start.hbs': '<main>\n<h1>{{@page.heading}}</h1>\n{{#each @page.forms}}\n{{> form}}\n{{/each}}\n</main>',
  'views/error.hbs':
    '<main>\n<h1>{{reason}}</h1>\n{{#if form}}\n{{#with form}}\n{{> form}}\n{{/with}}\n{{/if}}\n</main>',
});

const html = new HtmlValidate(new StaticConfigLoader({ extends: ['html-validate:standard'] }));

async function ask(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`http://${site.host}:${site.port}${path}`, init);
  return { status: response.status, text: await response.text() };
}

/** What an element with this name says in its tag. */
function tagsOf(page: string, name: string): readonly string[] {
  return (
    page.match(new RegExp(`<(?:input|select|textarea|fieldset)[^>]*(?:name="${name}"|id="join-${name}")[^>]*>`, 'g')) ??
    []
  );
}

describe('forms: a field for each kind of value', () => {
  const inputs: readonly (readonly [name: string, tag: RegExp])[] = [
    ['mail', /type="email"/],
    ['secret', /type="password".*autocomplete="current-password".*required/],
    ['site', /type="url"/],
    ['day', /type="date"/],
    ['hour', /type="time".*step="1"/],
    ['age', /type="number".*min="18".*step="1"/],
    ['height', /type="number".*step="any"/],
    ['size', /^<select/],
    ['news', /type="checkbox".*value="true"/],
    ['plate', /type="text".*pattern="/],
    ['photo', /type="file" name="photo" accept="image\/png,image\/jpeg"/],
    ['papers', /type="file" name="papers" multiple/],
    ['message', /^<textarea/],
  ];
  for (const [name, tag] of inputs) {
    it(`${name}: ${tag.source}`, async () => assert.match(tagsOf((await ask('/')).text, name).join(''), tag));
  }

  it('a group of checkboxes for a list of choices, with the default checked', async () => {
    const { text } = await ask('/');
    assert.equal(tagsOf(text, 'days').filter((tag) => tag.includes('type="checkbox"')).length, 3);
    assert.match(text, /<legend>Days<\/legend>[\s\S]*value="sat"[\s\S]*>Saturday<\/label>/);
    assert.deepEqual(
      tagsOf(text, 'numbers')
        .filter((tag) => tag.includes(' checked'))
        .map((tag) => /value="(.)"/.exec(tag)?.[1]),
      ['2'],
    );
    assert.match(text, /<form action="\/join" method="post" enctype="multipart\/form-data">/);
    assert.match(text, /<form action="\/find" method="get">/);
  });

  it('no two ids are the same, whatever routes and fields are called, and the page is valid', async () => {
    const { text } = await ask('/');
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) < at),
      [],
    );
    assert.ok(ids.includes('join-us-name'));
    const report = await html.validateString(text);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
      [],
    );
  });

  it('a list in a query is a name that is repeated', async () => {
    assert.deepEqual(JSON.parse((await ask('/find?tag=a&tag=c+d')).text), { tag: ['a', 'c d'], near: false });
  });
});

describe('forms: given back as they were sent', () => {
  const sent: Parameters<typeof multipart>[0] = [
    ['name', ' '],
    ['secret', 'hunter22'],
    ['days', 'sun'],
    ['days', 'mon'],
    ['days', 'sat'],
    ['message', '\r\n  one\r\n two\r\n\r\n'],
    ['plate', 'ab'],
    ['photo', { name: 'fox.gif', type: 'image/gif', content: 'GIF' }],
  ];
  it('with files beside them: texts with their blanks, checkboxes, words beside each field; no password, no file', async () => {
    const { status, text } = await ask('/join', {
      method: 'POST',
      headers: { 'Content-Type': MULTIPART },
      body: multipart(sent),
    });
    assert.equal(status, 400);
    const checked = tagsOf(text, 'days')
      .filter((tag) => tag.includes(' checked'))
      .map((tag) => /value="(...)"/.exec(tag)?.[1]);
    assert.deepEqual(checked, ['sat', 'sun', 'mon']);
    assert.match(text, /Choose one day or two\./);
    assert.match(text, /<strong id="join-plate-problem">It must be as described: Two capital letters\.<\/strong>/);
    assert.match(text, /<strong id="join-photo-problem">It must be of the type image\/png or image\/jpeg\.<\/strong>/);
    // A browser drops the first line end behind the tag.
    assert.match(text, /<textarea[^>]*>\r?\n\r?\n {2}one\r?\n two\r?\n\r?\n<\/textarea>/);
    assert.doesNotMatch(text, /hunter22|fox\.gif/);
    assert.equal(text.match(/ autofocus/g)?.length, 1);
    assert.match(tagsOf(text, 'name').join(''), / autofocus/);
    const report = await html.validateString(text);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
      [],
    );
  });

  it('a file that was right has to be chosen again, and its field says so; that of a required one does anyway', async () => {
    const photo = ['photo', { name: 'fox.png', type: 'image/png', content: 'PNG' }] as const;
    const answer = await ask('/join', {
      method: 'POST',
      headers: { 'Content-Type': MULTIPART },
      body: multipart([['secret', 'a'], photo]),
    });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.text.match(/<span id="[^"]*">What was sent here[^<]*/g), [
      '<span id="join-photo-hint">What was sent here is not shown again. Please repeat it.',
    ]);
  });

  it('urlencoded: none of a required list is an empty one, and its first checkbox has the focus', async () => {
    const { status, text } = await ask('/join', {
      method: 'POST',
      body: new URLSearchParams({ name: 'Ada', secret: 'hunter22' }),
    });
    assert.equal(status, 400);
    assert.match(text, /Choose one day or two\./);
    assert.match(
      tagsOf(text, 'days')
        .filter((tag) => tag.includes('autofocus'))
        .join(),
      /^<input id="join-days-1"/,
    );
  });

  it('and what is right is taken, with a box that is not checked as false', async () => {
    const body = new URLSearchParams([
      ['name', 'Ada'],
      ['secret', 'hunter22'],
      ['days', 'sat'],
      ['days', 'sun'],
      ['numbers', '1'],
    ]);
    const { text } = await ask('/join', { method: 'POST', body });
    assert.deepEqual(JSON.parse(text), {
      name: 'Ada',
      secret: 'hunter22',
      days: ['sat', 'sun'],
      numbers: [1],
      news: false,
    });
  });
});

describe('forms: a list without choices is a field for each item', () => {
  const send = (pairs: [string, string][]) => ask('/tour', { method: 'POST', body: new URLSearchParams(pairs) });
  const valuesOf = (page: string, name: string) =>
    tagsOf(page, name).map((tag) =>
      /^<input id="tour-([^"]+)" type="([^"]+)" name="[^"]+" value="([^"]*)"/.exec(tag)?.slice(1),
    );

  it('as many as it can have, ten at most, else three; with the rules of an item and the values of its default', async () => {
    const { text } = await ask('/');
    const names = tagsOf(text, 'names').filter((tag) => tag.includes('"tour-'));
    assert.equal(names.length, 5);
    for (const tag of names)
      assert.match(tag, /^<input id="tour-names-\d-?2?" type="text" .* minlength="2" maxlength="20">$/);
    assert.match(text, /<legend>Who rides<\/legend>\n<p>\n<label for="tour-names-1">1<\/label>/);
    assert.match(text, /<span id="tour-names-hint">One on each line<\/span>/);
    assert.deepEqual(
      valuesOf(text, 'years').map((parts) => parts?.slice(1)),
      [
        ['number', '2001'],
        ['number', ''],
        ['number', ''],
      ],
    );
    assert.deepEqual([valuesOf(text, 'mails').length, valuesOf(text, 'pins').length], [10, 3]);
    assert.match(tagsOf(text, 'mails').join(), / type="email" .*autocomplete="on"/);
    assert.ok(tagsOf(text, 'pins').every((tag) => / type="password" .*autocomplete="off"/.test(tag)));
    assert.doesNotMatch(text, /value="1234"/);
    assert.equal(tagsOf(text, 'lamps').filter((tag) => tag.includes('placeholder="A lamp"')).length, 2);
  });

  it('what stays empty is no item', async () => {
    const { text } = await send([
      ['names', ''],
      ['names', 'Ada'],
      ['names', ''],
      ['names', 'Bob'],
      ['years', '1999'],
      ['lamps', ''],
    ]);
    assert.deepEqual(JSON.parse(text), { names: ['Ada', 'Bob'], years: [1999], pins: ['1234'] });
  });

  it('a refused one comes back as it was typed, a field for each, and no password; the first has the focus', async () => {
    const { status, text } = await send([
      ['names', 'Ada'],
      ['names', 'B<'],
      ['names', ' C'],
      ['years', 'last'],
      ['pins', 'secret'],
      ['mails', 'ada'],
      ...ELEVEN,
    ]);
    assert.equal(status, 400);
    assert.deepEqual(
      valuesOf(text, 'names').map((parts) => parts?.[2]),
      ['Ada', 'B&lt;', ' C', '', ''],
    );
    assert.deepEqual(valuesOf(text, 'years')[0]?.slice(1), ['text', 'last']);
    assert.match(
      text,
      /<strong id="tour-years-problem">Each of them must be a whole number, such as 12 or -3\.<\/strong>/,
    );
    assert.match(text, /<strong id="tour-mails-problem">Each of them must be an e-mail address\.<\/strong>/);
    assert.equal(valuesOf(text, 'lamps').length, 11);
    assert.doesNotMatch(text, /secret"/);
    assert.deepEqual(
      text.match(/<input[^>]* autofocus>/g)?.map((tag) => /id="([^"]+)"/.exec(tag)?.[1]),
      ['tour-years-1'],
    );
    const report = await html.validateString(text);
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ message, line }) => `${line}: ${message}`)),
      [],
    );
  });

  it('of more than a page has room for, none is given back, and the field says so', async () => {
    const { text } = await send([
      ['names', ''],
      ...Array.from({ length: 101 }, (): [string, string] => ['lamps', 'a']),
    ]);
    assert.match(text, /<strong id="tour-lamps-problem">[^<]*too long to be shown again\./);
    assert.equal(valuesOf(text, 'lamps').length, 2);
  });
});

const ELEVEN = Array.from({ length: 11 }, (_, index): [string, string] => ['lamps', `lamp ${index}`]);
