import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPieces } from './read-vector.ts';
import { parseVectorDocument } from './vector-document.ts';
import { decodeWire, showWire } from './wire-notation.ts';

describe('wire notation (vectors/README.md)', () => {
  const cases: readonly (readonly [notation: string, wire: string])[] = [
    ['GET / HTTP/1.1', 'GET / HTTP/1.1'],
    ['\\r\\n\\t\\0\\x7F\\xff', '\r\n\t\0\x7f\xff'],
    ['\\\\ \\{ \\}', '\\ { }'],
    ['a{b*3}c', 'abbbc'],
    ['{\\r\\n*2}', '\r\n\r\n'],
    ['{**2}', '**'],
    ['{\\{\\}*2}', '{}{}'],
    ['{a*0}', ''],
  ];
  for (const [notation, wire] of cases) {
    it(`reads ${notation}`, () => assert.equal(decodeWire(notation), wire));
  }
  for (const wrong of ['\\', '\\q', '\\x4', '{', '}', '{a}', '{a*}', '{a{b*2}*2}', '\t', 'é']) {
    it(`refuses ${JSON.stringify(wrong)}, so that nothing is meant otherwise`, () => {
      assert.throws(() => decodeWire(wrong), SyntaxError);
    });
  }
  it('writes what it can read, for every octet', () => {
    const wire = String.fromCharCode(...Array.from({ length: 256 }, (_, octet) => octet));
    assert.equal(decodeWire(showWire(wire)), wire);
  });
});

describe('vector documents (vectors/README.md)', () => {
  it('end lines in CRLF, but for those that end in a backslash', () =>
    checkInput('a\n\nb\\\nc\\\\\nd\\n\\', 'a\r\n\r\nbc\\\r\nd\n'));
  it('tell where the peer ends', () => {
    assert.equal(parseVectorDocument('a.md', documentOf('\\')).vectors[0]?.ended, false);
    assert.equal(
      parseVectorDocument('a.md', documentOf('\\').replace('```http', '```http end')).vectors[0]?.ended,
      true,
    );
  });
  const mistakes: readonly (readonly [title: string, source: string])[] = [
    ['no title', documentOf('a').replace('# topic\n', '')],
    ['no events', documentOf('a').replace('```events', '```limits')],
    ['two blocks of a kind', documentOf('a').replace('```events', '```http')],
    ['an unknown block', `${documentOf('a')}\n\`\`\`js\n\`\`\`\n`],
    ['a block without an end', documentOf('a').trimEnd().slice(0, -3)],
    ['white space at the end of a line', documentOf('a ')],
    ['an unknown event', documentOf('a').replace('need-data', 'need-date')],
    ['a head without its offset', documentOf('a').replace('need-data', 'head GET / 1.1 no-body close')],
    ['an unknown limit', documentOf('a').replace('```http', '```limits\nbodies 5\n```\n\n```http')],
  ];
  for (const [title, source] of mistakes) {
    it(`are refused with ${title}`, () => assert.throws(() => parseVectorDocument('a.md', source), SyntaxError));
  }
});

describe('checking a vector', () => {
  const right = 'GET / HTTP/1.1\nHost: a\n\n\\';
  it('passes where all is as written', () =>
    checkVerdict(right, 'head GET / 1.1 no-body persistent after 27\ncomplete after 27'));
  const wrong: readonly (readonly [title: string, events: string])[] = [
    ['another method', 'head PUT / 1.1 no-body persistent after 27\ncomplete after 27'],
    ['another offset', 'head GET / 1.1 no-body persistent after 26\ncomplete after 27'],
    ['a missing event', 'head GET / 1.1 no-body persistent after 27'],
    ['one event more', 'head GET / 1.1 no-body persistent after 27\ncomplete after 27\nclosed'],
    ['another field', 'head GET / 1.1 no-body persistent after 27\n  field Host "b"\ncomplete after 27'],
  ];
  for (const [title, events] of wrong) {
    it(`fails with ${title}`, () => assert.throws(() => checkVerdict(right, events), assert.AssertionError));
  }
});

function documentOf(http: string, events = 'need-data'): string {
  return `# topic\n\n## vector\n\nprose\n\n\`\`\`http\n${http}\n\`\`\`\n\n\`\`\`events\n${events}\n\`\`\`\n`;
}

function checkInput(http: string, wire: string): void {
  const [vector] = parseVectorDocument('a.md', documentOf(http)).vectors;
  assert.equal(vector?.input.toString('latin1'), wire);
}

function checkVerdict(http: string, events: string): void {
  for (const vector of parseVectorDocument('a.md', documentOf(http, events)).vectors) {
    checkPieces(
      vector,
      Array.from(vector.input, (_, index) => vector.input.subarray(index, index + 1)),
    );
  }
}
