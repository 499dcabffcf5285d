import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Program, RouteNode } from '../../../../src/contract/program.ts';
import { likeness } from '../../../../src/engine/2-process-request/near/near-literals.ts';
import {
  type Effort,
  EXPLAIN_EFFORT,
  nearRoutes,
  REQUEST_EFFORT,
} from '../../../../src/engine/2-process-request/near/near-routes.ts';
import { pathText } from '../../../../src/engine/2-process-request/near/path-differences.ts';
import { buildProgram } from '../../build-program.ts';

const DEMO = ['/', '/div/{a}/to/{b}', '/set_cookie/=/{pairs...}', '/short_log/{x}', '/show_errors/{x}', '/submit/{x}'];

describe('near routes: which paths a request comes close to', () => {
  const cases: readonly (readonly [path: string, near: readonly string[]])[] = [
    ['/div/6/too/3', ['/div/{a}/to/{b}']],
    ['/dvi/6/to/3', ['/div/{a}/to/{b}']],
    ['/div/6/by/3', ['/div/{a}/to/{b}']],
    ['/DIV/6/To/3', ['/div/{a}/to/{b}']],
    ['/div/6/to', ['/div/{a}/to/{b}']],
    ['/div', ['/div/{a}/to/{b}']],
    ['/div/6/to/3/4', ['/div/{a}/to/{b}']],
    ['/div/6/to/3/', ['/div/{a}/to/{b}']],
    ['/div//to/3', ['/div/{a}/to/{b}']],
    ['/show_erors/1', ['/show_errors/{x}']],
    ['/set_cookie/=/', ['/set_cookie/=/{pairs...}']],
    ['/set_cookie/=', ['/set_cookie/=/{pairs...}']],
    ['/set_cookie/a=b', ['/set_cookie/=/{pairs...}']],
    // What has as many segments by chance has nothing in common.
    ['/wp-login.php', []],
    ['/nope/1', []],
    ['/x/6/y/3', []],
    ['/div/1/2/3/4/5/6/7/8/9', []],
  ];
  for (const [path, near] of cases) it(`${path}: ${near.join(', ') || 'none'}`, () => checkNear(DEMO, path, near));
});

describe('near routes: their order', () => {
  it('names the closest first, and of those that are as close what begins as the request does', () => {
    checkNear(['/pages', '/pagers', '/page/{x}'], '/page', ['/pages', '/page/{x}', '/pagers']);
  });
  it('puts paths that fit before all others, and of them first what the matcher prefers', () => {
    const paths = ['/{x...}', '/a/{x...}', '/{x}/b', '/a/{x}', '/a/b', '/a/bb'];
    checkNear(paths, '/a/b', ['/a/b', '/a/{x}', '/a/{x...}', '/{x}/b', '/{x...}'], EXPLAIN_EFFORT);
  });
  it('names a route once, by the path of it that is closest', () => {
    const program = buildProgram([{ name: 'a', path: ['/show_errors', '/showerrors'] }]);
    assert.deepEqual(near(program, '/showerrrors'), ['/showerrors']);
  });
  it('names every route of a path, with its methods', () => {
    const program = buildProgram([
      { name: 'a', path: '/page', methods: ['GET'] },
      { name: 'b', path: '/page', methods: ['POST'] },
    ]);
    const found = nearRoutes(program, ['pagee'], REQUEST_EFFORT).map(({ route, methods }) => [route.name, ...methods]);
    assert.deepEqual(found, [
      ['a', 'GET'],
      ['b', 'POST'],
    ]);
  });
  it('stops at the number of routes that was asked for', () => {
    const paths = Array.from({ length: 9 }, (_, index) => `/page${index}`);
    assert.equal(near(programOf(paths), '/page').length, REQUEST_EFFORT.routesMax);
  });
  it('finds nothing where there is nothing', () => checkNear([], '/a', []));
});

describe('near routes: one in ten thousand', () => {
  const paths = Array.from({ length: 10_000 }, (_, index) => `/${word(index)}/{x}/to/page${index}`);
  const cases: readonly (readonly [title: string, path: string, best: string])[] = [
    ['a letter too much', `/${word(77)}/1/to/page777`, `/${word(77)}/{x}/to/page77`],
    ['a letter too much in the middle', `/${word(77)}/1/too/page77`, `/${word(77)}/{x}/to/page77`],
    ['a wrong first letter', `/_${word(4321).slice(1)}/1/to/page4321`, `/${word(4321)}/{x}/to/page4321`],
    ['a wrong last letter', `/${word(9999).slice(0, -1)}_/1/to/page9999`, `/${word(9999)}/{x}/to/page9999`],
    ['a capital', `/${word(5000).toUpperCase()}/1/to/page5000`, `/${word(5000)}/{x}/to/page5000`],
  ];
  const program = programOf(paths);
  for (const [title, path, best] of cases) {
    it(`${title}: ${path}`, () => {
      assert.equal(near(program, path)[0], best);
      assert.equal(near(program, path, EXPLAIN_EFFORT)[0], best);
    });
  }

  it('looks at as few literals as among a hundred, so that nobody can burn time by asking for what is not there', () => {
    for (const path of [
      '/pagge/1/too/pagge1',
      `/${word(77)}_/1/too/x`,
      '/a/b/c/d',
      `/${'x'.repeat(16_000)}`,
      '/x'.repeat(8000),
    ]) {
      const [few, many] = [looks(programOf(paths.slice(0, 100)), path), looks(program, path)];
      assert.ok(many <= Math.max(few, 2 * REQUEST_EFFORT.stepsMax), `${many} looks, and ${few} among a hundred`);
    }
  });
});

describe('near literals: how alike two texts are', () => {
  const cases: readonly (readonly [found: string, known: string, letters: number | undefined])[] = [
    ['to', 'to', 0],
    ['TO', 'to', 0],
    ['too', 'to', 1],
    ['showerrors', 'show_errors', 1],
    ['show_erorrs', 'show_errors', 2],
    ['sohw_erorrs', 'show_errors', undefined],
    ['xhow_errors', 'show_errors', 1],
    ['show_errorx', 'show_errors', 1],
    // A letter or two are no likeness.
    ['x', 'to', undefined],
    ['a', 'b', undefined],
    ['', '', undefined],
    ['', 'a', undefined],
    ['to', '', undefined],
    ['dvi', 'div', undefined],
    [`${'a'.repeat(64)}`, `${'a'.repeat(63)}b`, 1],
    [`${'a'.repeat(65)}`, `${'a'.repeat(64)}b`, undefined],
  ];
  for (const [found, known, letters] of cases) {
    it(`${found.slice(0, 20)} and ${known.slice(0, 20)}: ${letters}`, () =>
      assert.equal(likeness(found, known), letters));
  }
});

/** Words that have little in common, as those of a large manifest. */
function word(index: number): string {
  return `${['user', 'order', 'invoice', 'report', 'team'][index % 5]}-${((index * 1_299_709) % 15_485_863).toString(36).padStart(5, 'z')}`;
}

function programOf(paths: readonly string[]): Program {
  return buildProgram(paths.map((path) => ({ name: path, path })));
}

function near(program: Program, path: string, effort: Effort = REQUEST_EFFORT): readonly string[] {
  return nearRoutes(program, path.slice(1).split('/'), effort).map((one) => pathText(one.path));
}

function checkNear(paths: readonly string[], path: string, expected: readonly string[], effort?: Effort): void {
  assert.deepEqual(near(programOf(paths), path, effort), expected);
}

/** How often a search asks the tree for a literal. */
function looks(program: Program, path: string): number {
  let count = 0;
  class CountedMap<Value> extends Map<string, Value> {
    override get(key: string): Value | undefined {
      count++;
      return super.get(key);
    }
    override *[Symbol.iterator](): MapIterator<[string, Value]> {
      for (const entry of super.entries()) {
        count++;
        yield entry;
      }
      return undefined;
    }
    override *keys(): MapIterator<string> {
      for (const key of super.keys()) {
        count++;
        yield key;
      }
      return undefined;
    }
  }
  const counted = (node: RouteNode): RouteNode => ({
    ...node,
    literals: new CountedMap([...node.literals].map(([text, child]) => [text, counted(child)])),
    parameter: node.parameter && counted(node.parameter),
  });
  const same = { ...program, routeTree: counted(program.routeTree) };
  near(same, path);
  return count;
}
