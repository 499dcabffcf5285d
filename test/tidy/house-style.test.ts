import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { describe, it } from 'node:test';
import type { SourceFile } from './layer-rules.ts';
import { ROOT, sourceFiles, trackedFiles } from './tracked-files.ts';

const LINES_MAX = 300;
/** Names that say nothing: a function without a home belongs to its only caller. */
const GRAB_BAGS = /^(?:index|utils?|helpers?|common|shared|misc|types)$/;
const KEBAB_CASE = /^(?:\d-)?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.gen)?$/;
/** In brackets, so that this file does not find itself. */
const UNFINISHED = /\b(?:T[O]DO|F[I]XME|X[X]X)\b/;
const LIST_FORMAT = /\bnew Intl\.ListFormat\b/;
/** The rooms that are handed what a peer has sent. */
const WIRE_ROOM = /^src\/(?:http|engine|socket|clients|demo)\//;
const UNICODE_BLANKS = /\.trim(?:Start|End)?\(|\\[sS](?!\w)/;
/** V8 makes it where short collections do not look, as if it were a method. That of a class field, or one that a call returns, is not. */
const KEPT_FUNCTION = /^ +[\w.#]+\.#?\w+ (?:\?\?)?= (?:async )?(?:\([^)]*\)|\w+)(?:: [^=]+)? =>/m;
/** A path that exists on one machine alone. */
const MACHINE_PATH = /(?<![\w.:/-])\/(?:[w]ork|[r]oot)\/[\w.-]/;

describe('house style of src/', () => {
  const rules: readonly (readonly [title: string, breach: (file: SourceFile) => boolean])[] = [
    [`has files of at most ${LINES_MAX} lines, because a longer one has two subjects`, isTooLong],
    ['has names in kebab-case', (file) => !nameParts(file.path).every((part) => KEBAB_CASE.test(part))],
    ['has names that say what is inside', isGrabBag],
    ['leaves nothing unfinished', (file) => UNFINISHED.test(file.source)],
    ['has its imports together, and a blank line below them', hasLooseImports],
    ['joins words by wordList, since Intl.ListFormat first takes 30 ms', ({ source }) => LIST_FORMAT.test(source)],
  ];
  const files = sourceFiles('src');
  for (const [title, breach] of rules) {
    it(title, () => checkNone(files, breach));
    it(`${title}: and the rule would notice`, () => assert.ok(breach(OFFENDER)));
  }
});

describe('functions of one connection', () => {
  const files = sourceFiles('src').filter(({ path }) => /^src\/(?:engine|socket)\//.test(path));
  it('are not assigned to a property where they are written: V8 would keep the connection until a long collection', () => {
    checkNone(files, ({ source }) => KEPT_FUNCTION.test(source));
    for (const source of ['    this.#a = (b: B | C) => b;', '    a.b ??= async (): Promise<D> => {'])
      assert.ok(KEPT_FUNCTION.test(source), source);
  });
});

describe('white space of the wire', () => {
  /** It shows a segment to people, and escapes all that could hide. */
  const shows = 'src/engine/2-process-request/near/path-differences.ts';
  const files = sourceFiles('src').filter(({ path }) => WIRE_ROOM.test(path) && path !== shows);
  it('is SP and HTAB (RFC 9110 §5.6.3): A0 and FEFF, which JavaScript takes for white space, are parts of a value', () => {
    checkNone(files, ({ source }) => UNICODE_BLANKS.test(source));
    for (const source of ['text.trim()', 'text.trimEnd()', String.raw`/a\s*/.test(text)`])
      assert.ok(UNICODE_BLANKS.test(source), source);
  });
});

describe('house style of test/', () => {
  const files = sourceFiles('test');
  it('has names in kebab-case', () => {
    checkNone(
      files,
      (file) => !nameParts(file.path.replace(/\.test\.ts$/, '.ts')).every((part) => KEBAB_CASE.test(part)),
    );
  });
  it('leaves nothing unfinished', () => checkNone(files, (file) => UNFINISHED.test(file.source)));
});

describe('every file of the repository', () => {
  const files = trackedFiles();
  // A clone in `/src` or `/test` has a name that many an honest text holds.
  const deep = ROOT.split(sep).length > 2;
  it('names no path of a machine', { skip: files === undefined && 'only a clone knows its files' }, () => {
    const breach = ({ source }: SourceFile) => MACHINE_PATH.test(source) || (deep && source.includes(`${ROOT}/`));
    checkNone(files ?? [], breach);
    assert.ok(breach({ path: 'a.md', source: `see /${`root`}/README.md` }));
  });
});

const OFFENDER: SourceFile = {
  path: 'src/util/index_Page.ts',
  source: `import a from 'a';\n/** A. */\nnew Intl.ListFormat(); // ${'TO'}DO\n`.repeat(LINES_MAX + 1),
};

function checkNone(files: readonly SourceFile[], breach: (file: SourceFile) => boolean): void {
  assert.ok(files.length > 5, `saw only ${files.length} files`);
  assert.deepEqual(
    files.filter(breach).map((file) => file.path),
    [],
  );
}

function hasLooseImports({ source }: SourceFile): boolean {
  return /^(?:import .*|\} )from '.*';\n(?:\/\*\*|\nimport )/m.test(source);
}

/** `types` is also a command, and the shelf of what writes its types: not a bag of types. */
function isGrabBag({ path }: SourceFile): boolean {
  const parts = nameParts(path.replace(/^src\/(?:cli\/commands\/types\.ts$|manifest\/types\/)/, 'src/'));
  return parts.some((part) => GRAB_BAGS.test(part));
}

/** What a program writes has as many subjects as what it is made of. */
function isTooLong({ path, source }: SourceFile): boolean {
  return !path.endsWith('.gen.ts') && source.split('\n').length - 1 > LINES_MAX;
}

function nameParts(path: string): string[] {
  return path.replace(/\.ts$/, '').split('/').slice(1);
}
