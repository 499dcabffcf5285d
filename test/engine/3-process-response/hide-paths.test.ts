import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hidePaths } from '../../../src/engine/3-process-response/hide-paths.ts';

describe('hide paths (S6)', () => {
  const hidden: readonly (readonly [message: string, shown: string])[] = [
    [
      "ENOENT: no such file or directory, open '/etc/velosiped/secret.yaml'",
      "ENOENT: no such file or directory, open '[path]'",
    ],
    ['at divide (/srv/app/src/handlers/divide.ts:12:9)', 'at divide ([path])'],
    ['file:///srv/app/src/main.ts:3 failed', '[path] failed'],
    ['C:\\Users\\me\\app\\main.ts is locked', '[path] is locked'],
    ['D:/app/main.ts is locked', '[path] is locked'],
    ['cannot read /home/me/a-b/c.d_e@2/~x%20+y.', 'cannot read [path]'],
    ['/var/log/', '[path]'],
    ['two: /var/log/a.log and /var/log/b.log', 'two: [path] and [path]'],
    ['"/var/log/a.log"', '"[path]"'],
    ['path=/var/log/a.log', 'path=[path]'],
    ['(see:/var/log/a.log)', '(see:[path])'],
    ["mkdir '/srv'", "mkdir '[path]'"],
    ['/tmp is full', '[path] is full'],
    ['/home/jo\xa0doe/plan.txt is gone', '[path] is gone'],
    ['C:\\secret.txt', '[path]'],
    ['/home/josé/x.txt is gone', '[path] is gone'],
    ["open '/home/john doe/secret plan.txt'", "open '[path]'"],
    ['/opt/app(1)/[id]/x', '[path]'],
  ];
  for (const [message, shown] of hidden) it(`masks ${message}`, () => checkShown(message, shown));

  const kept = [
    'The divisor is 0',
    '6/3 is 2',
    'use and/or',
    'src/handlers/divide.ts is relative',
    './src/handlers/divide.ts is relative',
    '../views/error.hbs is relative',
    'GET / HTTP/1.1',
    '1 / 0',
    'a date: 22/11/2026',
    'https://example.com/docs/page.html',
    '~/notes/today.md',
  ];
  for (const message of kept) it(`leaves ${message} as it is`, () => checkShown(message, message));
});

function checkShown(message: string, shown: string): void {
  assert.equal(hidePaths(message), shown);
}
