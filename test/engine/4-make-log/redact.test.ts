import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Failure } from '../../../src/contract/answer.ts';
import type { Redaction } from '../../../src/contract/log-settings.ts';
import type { Accepted } from '../../../src/contract/request.ts';
import { makeLog } from '../../../src/engine/4-make-log/make-log.ts';
import { withoutSecrets } from '../../../src/engine/4-make-log/redact.ts';
import { compileRedaction } from '../../../src/manifest/5-compile/compile-redaction.ts';
import { acceptRequest, acceptWire } from '../accept-wire.ts';
import { NOTHING_REDACTED } from '../build-program.ts';

/** What no line may hold. */
const SECRET = 'cGFzc3dvcmQ=';

describe('make log: redacted header fields (logs.access.redact)', () => {
  it('keep their names as they were received, and nothing else, however they are spelt', () => {
    const fields = [`Authorization: Basic ${SECRET}`, `AUTHORIZATION: ${SECRET}`, 'X-Authorization: b', 'Accept: c'];
    assert.deepEqual(access(requestWith(fields), redact(['authorization']))['headers'], [
      ['Host', 'a'],
      ['Authorization', '[redacted]'],
      ['AUTHORIZATION', '[redacted]'],
      ['X-Authorization', 'b'],
      ['Accept', 'c'],
    ]);
  });
  it('are logged where nothing is redacted', () =>
    assert.deepEqual(access(requestWith([`Authorization: ${SECRET}`]), NOTHING_REDACTED)['headers'], [
      ['Host', 'a'],
      ['Authorization', SECRET],
    ]));
  it('take the cookies with them where they are Cookie', () => {
    const record = access(requestWith([`Cookie: a=${SECRET}; b=c`]), redact(['cookie']));
    assert.deepEqual(record['headers'], [
      ['Host', 'a'],
      ['Cookie', '[redacted]'],
    ]);
    assert.deepEqual(record['cookies'], { a: '[redacted]', b: '[redacted]' });
  });
  it('are those of access.log alone: error.log has its own', () =>
    assert.deepEqual(
      log(requestWith(['Authorization: abcd']), NOTHING_REDACTED, redact(['authorization'])).access['headers'],
      [
        ['Host', 'a'],
        ['Authorization', 'abcd'],
      ],
    ));
});

describe('make log: redacted cookies (cookie:NAME)', () => {
  const cases: readonly (readonly [field: string, shown: string])[] = [
    [`session=${SECRET}`, 'session=[redacted]'],
    [`a=b; session=${SECRET}; c=d`, 'a=b; session=[redacted]; c=d'],
    [`a=b;session="${SECRET}"`, 'a=b;session=[redacted]'],
    [`session=${SECRET}; session=${SECRET}`, 'session=[redacted]; session=[redacted]'],
    [` session = ${SECRET}`, 'session =[redacted]'],
    ['Session=a; mysession=b; session', 'Session=a; mysession=b; session'],
  ];
  for (const [field, shown] of cases) {
    it(`${field}: leaves ${shown}`, () => {
      const record = access(requestWith([`Cookie: ${field}`]), redact([], ['session']));
      assert.deepEqual(record['headers'], [
        ['Host', 'a'],
        ['Cookie', shown],
      ]);
      assert.doesNotMatch(JSON.stringify(record), new RegExp(SECRET));
    });
  }
  it('keep their names in short lines too', () => {
    const accepted = requestWith([`Cookie: a=b; session=${SECRET}`]);
    const record = log(accepted, redact([], ['session']), NOTHING_REDACTED, 'short').access;
    assert.deepEqual(record['cookies'], { a: 'b', session: '[redacted]' });
  });
  it('leave other fields of the same length alone', () => {
    const record = access(requestWith(['Accept: session=a', 'Expiry: session=a']), redact([], ['session']));
    assert.deepEqual(record['headers'], [
      ['Host', 'a'],
      ['Accept', 'session=a'],
      ['Expiry', 'session=a'],
    ]);
  });
});

describe('make log: the first bytes of a refused request (raw)', () => {
  const START = 'GET / HTTP/1.1\r\nHost: a\r\n';
  const END = 'X A: b\r\n\r\n';
  const header = redact(['authorization', 'x.y']);
  const cookie = redact([], ['session']);
  const cases: readonly (readonly [title: string, redaction: Redaction, wire: string, raw: string])[] = [
    ['a line', header, `Authorization: Basic ${SECRET}\r\n`, 'Authorization: [redacted]\r\n'],
    ['in any case', header, `aUTHORIZATION:${SECRET}\r\n`, 'aUTHORIZATION: [redacted]\r\n'],
    ['a blank before its colon', header, `Authorization : ${SECRET}\r\n`, 'Authorization: [redacted]\r\n'],
    ['no colon at all', header, `Authorization ${SECRET}\r\n`, 'Authorization: [redacted]\r\n'],
    ['a blank before its name', header, ` Authorization: ${SECRET}\r\n`, ' Authorization: [redacted]\r\n'],
    ['a control character before it', header, `\0Authorization: ${SECRET}\r\n`, '\0Authorization: [redacted]\r\n'],
    ['folded lines', header, `Authorization: Basic\r\n ${SECRET}\r\n\t${SECRET}\r\n`, 'Authorization: [redacted]\r\n'],
    ['line ends without CR', header, `Authorization: a\n ${SECRET}\n`, 'Authorization: [redacted]\n'],
    ['a lone CR before it', header, `X: a\rAuthorization: ${SECRET}\r\n`, 'X: a\rAuthorization: [redacted]\r\n'],
    ['a lone CR inside', header, `Authorization: a\r${SECRET}\r\n`, 'Authorization: [redacted]\r\n'],
    [
      'a name with a dot, and not what a dot could stand for',
      header,
      `X.Y: ${SECRET}\r\nX-Y: a\r\n`,
      'X.Y: [redacted]\r\nX-Y: a\r\n',
    ],
    ['no name that only begins like it', header, 'Authorization-Info: a\r\n', 'Authorization-Info: a\r\n'],
    [
      'a cookie among others',
      cookie,
      `Cookie: a=b; session=${SECRET}; c=d\r\n`,
      'Cookie: a=b; session=[redacted]; c=d\r\n',
    ],
    ['a cookie at the end', cookie, `cookie:session=${SECRET}\r\n`, 'cookie:session=[redacted]\r\n'],
    ['a folded cookie', cookie, `Cookie: a=b;\r\n session=${SECRET}\r\n`, 'Cookie: a=b;\r\n session=[redacted]\r\n'],
    [
      'a cookie behind a control character',
      cookie,
      `Cookie: \vsession\xa0=${SECRET}\r\n`,
      'Cookie: \vsession\xa0=[redacted]\r\n',
    ],
    ['no cookie elsewhere', cookie, 'X-Cookie: session=a\r\n', 'X-Cookie: session=a\r\n'],
    ['all cookies', redact(['cookie']), `Cookie: a=${SECRET}\r\n`, 'Cookie: [redacted]\r\n'],
    [
      'nothing',
      NOTHING_REDACTED,
      'Authorization: a\r\nCookie: session=b\r\n',
      'Authorization: a\r\nCookie: session=b\r\n',
    ],
  ];
  for (const [title, redaction, wire, raw] of cases) {
    it(title, () => assert.equal(access(refused(`${START}${wire}${END}`), redaction)['raw'], `${START}${raw}${END}`));
  }
  it('a line that is cut off', () => {
    const wire = `${START}X: ${'x'.repeat(190)}\r\nAuthorization: ${SECRET.repeat(9)}\r\n${END}`;
    const raw = String(access(refused(wire), header)['raw']);
    assert.match(raw, /\r\nAuthorization: \[redacted\]$/);
  });
  it('a first line', () => {
    const raw = access(refused(`Authorization: Basic ${SECRET}\r\n\r\n`), header)['raw'];
    assert.equal(raw, 'Authorization: [redacted]\r\n\r\n');
  });
  it('the fields that were read before', () => {
    const record = access(refused(`${START}Authorization: ${SECRET}\r\nCookie: session=a\r\n${END}`), header);
    assert.doesNotMatch(JSON.stringify(record), new RegExp(SECRET));
  });
});

describe('make log: texts in error.log that quote what is redacted (logs.error.redact)', () => {
  const failure: Failure = {
    kind: 'failure',
    code: 'handler-failed',
    status: 500,
    message: `No user for ${SECRET}`,
    cause: new Error(`"Basic ${SECRET}" is wrong`, { cause: new Error(`${SECRET}, ${SECRET}`) }),
    headers: [],
    ours: true,
  };
  for (const [fields, redaction] of [
    [[`Authorization: Basic ${SECRET}`], redact(['authorization'])],
    [[`Cookie: a=b; session=${SECRET}`], redact([], ['session'])],
    [[`Cookie: a=${SECRET}`], redact(['cookie'])],
  ] as const) {
    it(`${fields[0]}: is in no message, cause or stack`, () => {
      const { error } = log(requestWith(fields), NOTHING_REDACTED, redaction, 'full', failure);
      assert.doesNotMatch(JSON.stringify(error), new RegExp(SECRET));
      assert.equal(error?.['message'], 'No user for [redacted]');
      assert.match(String(error?.['stack']), /redact\.test\.ts/);
    });
  }
  it('what stands for a value is never taken apart again, so that no request makes a line grow', () => {
    const lines: [string, string][] = Array.from({ length: 60 }, (_, index) => [
      'Authorization',
      index % 2 ? 'cted' : 'reda',
    ]);
    assert.equal(hider(lines.map(([, value]) => value))('reda'), '[redacted]');
  });
  it('a value is found by its text, whatever its octets mean in a regular expression', () => {
    for (const octets of ['\\', 'ab(cd', '[abcd', 'a{9}+', '$&$1', '(?<=a', '\\*\\*a*Z']) {
      checkHidden(`${SECRET}${octets}`, `${SECRET}${octets}`);
    }
  });
  it('a value is hidden as JSON or a URL would quote it, too', () => {
    const digest = 'Digest username="a\\b", response="5ccc069c403ebaf9"';
    for (const value of [digest, 'a b%5C%22c', 'p\xc3\xa4ssw\xc3\xb6rd', 'caf\xe9 cr\xe8me']) {
      checkHidden(value, JSON.stringify(value).slice(1, -1));
      checkHidden(value, encodeURIComponent(value));
      checkHidden(value, Buffer.from(value, 'latin1').toString());
    }
  });
  it('values that overlap are hidden together, so that no part of one is left', () => {
    const hide = hider(['abcdef', 'defghi', 'cdef', 'jklm']);
    assert.equal(hide('-abcdefghi-jklmjklm-abcde-'), '-[redacted]-[redacted][redacted]-abcde-');
  });
  it('no value is left, whatever values and words there are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\\', '%', '"', '\xff'), minLength: 4, maxLength: 9 });
    const words = fc.array(fc.oneof(text, fc.constant(' '))).map((parts) => parts.join(''));
    const secrets = fc.array(text, { maxLength: 6 });
    fc.assert(
      fc.property(secrets, words, (values, own) => {
        const shown = hider(values)(`${own} ${values.join(' ')}`);
        for (const value of values) assert.ok(!shown.includes(value), `${value} in ${shown}`);
      }),
    );
  });
  it('words that quote more than can be searched for are not shown at all', () => {
    const values = Array.from({ length: 100 }, (_, index) => `secret-${index}-${'x'.repeat(100)}`);
    assert.equal(hider(values)(`No user for ${values.join(', ')}`), '[redacted]');
    assert.equal(hider(values)(`No user for ${values[7]}`), 'No user for [redacted]');
  });
  it('what was cut in the middle of a value is hidden, too: a quote ends there', () => {
    const value = `${SECRET}${'x'.repeat(200)}`;
    for (const before of ['', 'a=', SECRET.slice(1)]) {
      assert.equal(hider([value])(`${before}${value.slice(0, 100)}… is wrong`), `${before}[redacted]… is wrong`);
    }
    assert.equal(hider([value])(`${value.slice(0, 3)}…`), `${value.slice(0, 3)}…`);
  });
  it('a quotation mark around a cookie is not needed to find it', () => {
    const { error } = log(
      requestWith([`Cookie: session="${SECRET}"`]),
      NOTHING_REDACTED,
      redact([], ['session']),
      'full',
      failure,
    );
    assert.doesNotMatch(JSON.stringify(error), new RegExp(SECRET));
  });
  it('what is not redacted is quoted', () => {
    const { error } = log(requestWith([`X: ${SECRET}`]), NOTHING_REDACTED, redact(['authorization']), 'full', failure);
    assert.equal(error?.['message'], `No user for ${SECRET}`);
  });
  it('a value too short to be a secret does not make holes in all words', () => {
    const fields = ['Authorization: o', 'Proxy-Authorization: '];
    const { error } = log(
      requestWith(fields),
      NOTHING_REDACTED,
      redact(['authorization', 'proxy-authorization']),
      'full',
      failure,
    );
    assert.equal(error?.['message'], `No user for ${SECRET}`);
  });
});

function hider(values: readonly string[]): (text: string) => string {
  const redaction = redact(['authorization']);
  const logs = {
    access: { file: null, detail: 'full', bodyBytesMax: 64, redact: redaction },
    error: { file: null, redact: redaction },
    secrets: undefined,
  } as const;
  return withoutSecrets(logs, {
    request: { target: '/', fieldLines: values.map((value) => ['Authorization', value]) },
    route: undefined,
  });
}

/** That a value does not show where an error's words hold it, or another form of it. */
function checkHidden(value: string, form: string): void {
  assert.equal(hider([value])(`No user ${form}!`), 'No user [redacted]!');
}

function redact(headers: readonly string[], cookies: readonly string[] = []): Redaction {
  return compileRedaction([...headers, ...cookies.map((name) => `cookie:${name}`)]);
}

function requestWith(fields: readonly string[]): Accepted {
  return { kind: 'request', request: acceptRequest('GET /a', fields) };
}

function refused(wire: string): Accepted {
  const accepted = acceptWire(wire);
  assert.equal(accepted.kind, 'refused');
  return accepted;
}

type LogRecord = Readonly<Record<string, unknown>>;

function access(accepted: Accepted, redaction: Redaction): LogRecord {
  return log(accepted, redaction, NOTHING_REDACTED).access;
}

function log(
  accepted: Accepted,
  inAccess: Redaction,
  inError: Redaction,
  detail: 'full' | 'short' = 'full',
  failure?: Failure,
): { readonly access: LogRecord; readonly error: LogRecord | undefined } {
  const lines: LogRecord[] = [];
  const errors: LogRecord[] = [];
  makeLog(
    {
      accepted,
      client: '192.0.2.1',
      detail,
      route: undefined,
      status: 200,
      bytes: 0,
      aborted: false,
      wallMs: 0,
      durationMs: 0,
      failure,
      logs: {
        access: { file: null, detail, bodyBytesMax: 64, redact: inAccess },
        error: { file: null, redact: inError },
        secrets: undefined,
      },
    },
    { access: (line) => lines.push(JSON.parse(line)), error: (line) => errors.push(JSON.parse(line)) },
  );
  return { access: lines[0] ?? assert.fail(), error: errors[0] };
}
