import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles } from './manifest-folder.ts';

describe('hints: what would be right', () => {
  const answered = (keys: string) => `version: 1\nroutes: { a: { path: /a, text: A, ${keys} } }\n`;
  const asked = (request: string) => answered(`examples: { e: { request: '${request}', response: {} } }`);
  const query = (schema: string) => answered(`query: { q: { ${schema} } }`);
  checkTable(
    ['numbers in quotes', 'version: "1"\nroutes: {}\n', 'it must be a whole number: remove the quotes'],
    ['a status in quotes', answered('response: { status: "200" }'), 'it must be a whole number: remove the quotes'],
    ['truth in quotes', answered('sameOrigin: "true"'), 'it must be true or false: remove the quotes'],
    ['a fraction in quotes', query('type: number, multipleOf: "0.01"'), 'it must be a number: remove the quotes'],
    [
      'null that is the name of a type',
      answered('methods: [POST], body: { type: [string, null] }'),
      'it must be string, number, integer, boolean, object, array, or "null"',
    ],
    [
      'a list without blanks',
      'version: 1\nserver:\n  methods:\n    -GET\n    -POST\nroutes: {}\n',
      'it must be a list: each of its items begins with "- "',
    ],
    [
      'a Cyrillic letter in a choice',
      'version: 1\nserver: { methods: [GЕT] }\nroutes: {}\n',
      'it must be GET, HEAD, POST, PUT, PATCH, DELETE, or OPTIONS; did you mean "GET"? What is written here holds U+0415, which looks like "E"',
    ],
    [
      'a comment of other languages',
      '{ "version": 1, "routes": {}, // one\n"info": {} }\n',
      'a comment begins with "#"',
    ],
    ...['127.0.0.1:80', ':8080', '[::1]:80', 'http://localhost', '*', 'local host', '/run/a.sock'].map(
      (host): [string, string, string] => [
        `the host ${host}`,
        `version: 1\nserver: { host: "${host}" }\nroutes: {}\n`,
        'it must be the address or host name to listen on, without a port; an IPv6 address with or without brackets. --host on the command line overrides it',
      ],
    ),
    [
      'truth with the end of other languages',
      answered('sameOrigin: true;'),
      'it must be true or false: remove the ";"',
    ],
    ['a number with a comma', 'version: 1,\nroutes: {}\n', 'it must be a whole number: remove the ","'],
    [
      'a map that is not indented',
      'version: 1\nroutes:\n',
      'it must be a map of keys: what belongs to it is indented more than it is',
    ],
    ['a text that is no number', answered('response: { status: good }'), 'it must be a whole number'],
    [
      'a name to redact',
      'version: 1\nlogs: { access: { redact: [a b] } }\nroutes: {}\n',
      'it must be the name of a header field; or cookie:NAME, query:NAME or body:NAME',
    ],
    [
      'a property to redact',
      'version: 1\nlogs: { access: { redact: [pin] } }\nroutes: { a: { path: /a, methods: [POST], text: A, body: { type: object, properties: { pin: { type: string } } } } }\n',
      'write "body:pin"',
    ],
    [
      'a file that is larger than its form',
      'version: 1\nroutes: { a: { path: /a, methods: [POST], text: A, body: { type: object, properties: { f: { type: string, format: binary, maxLength: 50000000 } } } } }\n',
      'add limits: { body: 49MiB } to the route',
    ],
    [
      'users that are not there',
      'version: 1\ngroups: { g: { under: /, guards: [velosiped:basicAuth], auth: { realm: A, users: ./a.htpasswd } } }\nroutes: { a: { path: /a, text: A } }\n',
      '"htpasswd -B FILE NAME" writes such lines: NAME:HASH; "npx bcrypt PASSWORD" prints a hash',
    ],
    [
      'stdout as other programs name it',
      'version: 1\nlogs: { access: { file: /dev/stdout } }\nroutes: {}\n',
      '"-" means stdout',
    ],
    [
      'stdout by its descriptor',
      'version: 1\nlogs: { error: { file: /proc/self/fd/1 } }\nroutes: {}\n',
      '"-" means stdout',
    ],
    ['stdout as a word', 'version: 1\nlogs: { error: { file: stdout } }\nroutes: {}\n', '"-" means stdout'],
    [
      'stderr',
      'version: 1\nlogs: { error: { file: /dev/stderr } }\nroutes: {}\n',
      '"-" means stdout; stderr is for what people read',
    ],
    [
      'a host',
      'version: 1\nserver: { hosts: [a b] }\nroutes: {}\n',
      'it must be a name or an address without a port; an IPv6 address is in brackets',
    ],
    [
      'a URL of Redis without a host',
      'version: 1\nclients: { store: "redis://" }\nroutes: {}\n',
      'it must name a host: redis://USER:PASSWORD@HOST:PORT/DATABASE',
    ],
    [
      'one with a port that is too large',
      'version: 1\nclients: { store: "redis://u@h:99999" }\nroutes: {}\n',
      'it must be redis://USER:PASSWORD@HOST:PORT/DATABASE; other characters of the password are percent-encoded',
    ],
    [
      'a duration in days',
      'version: 1\nserver: { timeouts: { idle: 2d } }\nroutes: {}\n',
      'it must be a whole number with a unit, at most 999999ms, 99999s, 9999m or 99h',
    ],
    ['a preset without a label', answered("form: { presets: { '': {} } }"), 'it must not be empty'],
    [
      'bounds that may be equal',
      query('type: integer, minimum: 2, maximum: 1'),
      '"maximum" must be at least "minimum"',
    ],
    [
      'bounds that may not',
      query('type: integer, minimum: 2, exclusiveMaximum: 2'),
      '"exclusiveMaximum" must be greater than "minimum"',
    ],
    ['a method in small letters', asked('get /a'), 'write the method in capitals'],
    ['two blanks', asked('GET  /a'), 'put one space between method and target'],
    ['a blank at the end', asked('GET /a '), 'leave out the spaces around it'],
    ['a version', asked('GET /a HTTP/1.1'), 'leave the version out: it is always HTTP/1.1'],
    ['another script', asked('GET /é%20'), 'percent-encode it: GET /%C3%A9%20'],
    [
      'a file that is too large',
      `version: 1\n${'#'.repeat(1024 * 1024)}`,
      'the limit is 1 MiB: put routes into files of their own, and name them in "include"',
    ],
  );

  it('a pattern that runs away: names a length with which it does not', async () => {
    const hint = await hintOf(query("type: string, pattern: '^(a+)+$'"));
    const [, length] =
      /^let no two repeated parts match the same text, or set "maxLength" to (\d+) at most$/.exec(hint) ?? [];
    assert.deepEqual(
      (await loadFiles({ 'routes.yaml': query(`type: string, maxLength: ${length}, pattern: '^(a+)+$'`) })).diagnostics,
      [],
    );
  });
});

function checkTable(...cases: readonly (readonly [title: string, manifest: string, hint: string])[]): void {
  for (const [title, manifest, hint] of cases) {
    it(`${title}: ${hint}`, async () => assert.equal(await hintOf(manifest), hint));
  }
}

/** That of the only finding. */
async function hintOf(manifest: string): Promise<string> {
  const { diagnostics } = await loadFiles({ 'routes.yaml': manifest });
  assert.equal(diagnostics.length, 1);
  return diagnostics[0]?.hint ?? '';
}
