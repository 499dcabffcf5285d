import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSite, type RunningServer, startServer } from '../start-server.ts';
import { ask, type WireAnswer } from '../talk.ts';

/** Two routes of its own, and no code. */
const MANIFEST = `version: 1
server: { errors: page, methods: [GET, POST] }
info: { title: Corner shop }
views: ./views
clients: { max: 10 }
routes:
  start: { path: /, view: start }
  look:
    path: /shelf/{row}
    methods: [GET, POST]
    summary: Look at a shelf
    params:
      row: { type: integer, title: Row, description: Counted from the door, minimum: 1, maximum: 9 }
    query:
      sort: { type: string, enum: [name, price], title: Sorted by }
      few: { type: boolean, title: Only a few }
    text: this is the shelf
    form: { submit: Look, labels: { sort: { name: Name, price: Price } } }
    examples:
      third: { request: "GET /shelf/3?sort=price", response: { status: 200 } }
  order:
    path: /order
    methods: [POST]
    summary: Order something
    sameOrigin: true
    body:
      type: object
      additionalProperties: false
      required: [item]
      properties:
        item: { type: string, title: Item, minLength: 2, maxLength: 20, pattern: '^[a-z]+$' }
        amount: { type: integer, title: Amount, minimum: 1, default: 1 }
        gift: { type: boolean, title: A gift }
    text: it is ordered
    form: { presets: { Two apples: { item: apple, amount: 2 } } }
  submit:
    path: /send/{route}
    methods: [GET, POST]
    params: { route: { type: string } }
    handler: velosiped:submit
`;
const FORM = 'Content-Type: application/x-www-form-urlencoded';
const HOSTILE = `"><script>alert('1')</script>&{{x}}`;

describe('forms: routes that are only declared have theirs on the start page', () => {
  let server: RunningServer;
  let start: string;
  before(async () => {
    server = await startServer({ manifest: createSite(() => MANIFEST).manifest });
    start = (await ask(server.port, 'GET /')).body;
  });
  after(() => server.stop());
  const post = (path: string, body: string, fields: readonly string[] = [FORM]): Promise<WireAnswer> =>
    ask(server.port, `POST ${path}`, fields, { body });

  it('has the summary of each, and says where its form is sent and how', () => {
    assert.match(start, /Look at a shelf/);
    assert.match(start, /<form [^>]*action="\/send\/look" method="get">/);
    assert.match(start, /Order something/);
    assert.match(start, /<form [^>]*action="\/order" method="post">/);
  });
  it('says the rules of the schemas in the words of HTML', () => {
    const row = elementOf(start, 'input', 'look-row');
    checkAttributes(row, { type: 'number', min: '1', max: '9', step: '1', value: '3', name: 'row' });
    assert.match(row, / required/);
    assert.match(start, /<label for="look-row">Row/);
    assert.match(start, /id="look-row-hint">Counted from the door</);
    assert.match(row, /aria-describedby="look-row-hint"/);
    const item = elementOf(start, 'input', 'order-item');
    checkAttributes(item, { type: 'text', minlength: '2', maxlength: '20', pattern: '[a-z]+' });
    checkAttributes(elementOf(start, 'input', 'order-amount'), { type: 'number', value: '1' });
    checkAttributes(elementOf(start, 'input', 'order-gift'), { type: 'checkbox', value: 'true' });
    assert.match(start, /<option value="price" selected>Price<\/option>/);
    assert.match(start, /<input type="hidden" name="item" value="apple">/);
  });
  it('leads a form with a path to its URL, and says of a box that was not checked that it was not', async () => {
    const led = await ask(server.port, 'GET /send/look?row=4&sort=');
    assert.deepEqual([led.status, led.headers.get('location')], [303, '/shelf/4?few=false']);
    const shelf = await ask(server.port, `GET ${led.headers.get('location')}`);
    assert.deepEqual([shelf.status, shelf.body], [200, 'this is the shelf']);
  });
  it('takes a posted form, with what is optional left empty', async () => {
    assert.equal((await post('/order', 'item=pear&amount=&gift=true')).body, 'it is ordered');
    assert.equal((await post('/order', 'item=pear&amount=2')).status, 200);
  });
  it('shows a refused form again, filled in, with what is wrong at its field', async () => {
    const refused = await ask(server.port, 'GET /shelf/40?sort=price&few=true');
    assert.equal(refused.status, 400);
    const row = elementOf(refused.body, 'input', 'look-row');
    checkAttributes(row, { type: 'number', value: '40', 'aria-invalid': 'true' });
    assert.match(row, /aria-describedby="look-row-problem/);
    assert.match(refused.body, /id="look-row-problem">It must be at most 9\.</);
    assert.match(refused.body, /<option value="price" selected>/);
    assert.match(elementOf(refused.body, 'input', 'look-few'), / checked/);
  });
  it('shows hostile values as text, in numbers, choices and texts', async () => {
    const sent = encodeURIComponent(HOSTILE);
    const pages = [
      await ask(server.port, `GET /shelf/${sent}?sort=${sent}&few=${sent}`),
      await ask(server.port, `GET /send/look?row=&sort=${sent}`),
      await post('/order', `item=${sent}&amount=${sent}&${sent}=${sent}`),
      await ask(server.port, `GET /send/${sent}`),
    ];
    assert.deepEqual(
      pages.map(({ status }) => status),
      [400, 400, 400, 404],
    );
    for (const { body } of pages) {
      assert.doesNotMatch(body, /<script/);
      assert.match(body, /&lt;script&gt;/);
    }
    const row = elementOf(pages[0]?.body ?? '', 'input', 'look-row');
    checkAttributes(row, {
      type: 'text',
      value: '&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;{{x}}',
    });
  });
  it('shows no form to who sends JSON', async () => {
    const refused = await post('/order', '{"item":"A"}', ['Content-Type: application/json']);
    assert.equal(refused.status, 400);
    assert.doesNotMatch(refused.body, /<form/);
  });
  it('refuses what is no form: 404, 400 and 415', async () => {
    const statuses = [
      await ask(server.port, 'GET /send/nothing?row=1'),
      await ask(server.port, 'GET /send/look?sort=name'),
      await post('/send/look', '{}', ['Content-Type: application/json']),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [404, 400, 415]);
  });
  it('keeps a post a post (307)', async () => {
    const led = await post('/send/look', 'row=2&few=true');
    assert.deepEqual([led.status, led.headers.get('location')], [307, '/shelf/2?few=true']);
  });
  it('leads nobody where the method or the length would only be refused', async () => {
    const refused = await ask(server.port, 'GET /send/order?item=A');
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'POST']);
    const long = await post('/send/look', `row=${'1'.repeat(9000)}`);
    assert.equal(long.status, 400);
    assert.match(long.body, /too long/);
    assert.match(long.body, /1{9000}/);
  });
  it('offers on a 404 the form of a route near it, and says on a 405 what is taken', async () => {
    const { body } = await ask(server.port, 'GET /ordr');
    assert.match(body, /<form action="\/order" method="post">/);
    assert.doesNotMatch(body, /href="\/order"/, 'no link can post');
    assert.doesNotMatch((await ask(server.port, 'GET /nothing/like/it')).body, /<form/);
    const refused = await ask(server.port, 'GET /order');
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'POST']);
    assert.match(refused.body, /POST/);
  });
});

/** The start tag of an element. */
function elementOf(html: string, tag: string, id: string): string {
  const found = [...html.matchAll(new RegExp(`<${tag} [^>]*>`, 'g'))].map(([text]) => text);
  return found.find((text) => text.includes(` id="${id}"`)) ?? assert.fail(`no <${tag}> has the id ${id}`);
}

function checkAttributes(element: string, expected: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(expected)) assert.ok(element.includes(` ${name}="${value}"`), element);
}
