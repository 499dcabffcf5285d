import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeCertificate } from '../make-certificate.ts';
import { freshFolder, runCommand } from '../start-server.ts';
import { type Files, inFolder } from './manifest-folder.ts';

const SITE = `version: 1
include: [more.yaml]
handlers: ./handlers.mjs
views: ./views
server:
  tls:
    cert: cert.pem
    key: key.pem
routes: { a: { path: /, view: a } }
`;
const { cert, key } = makeCertificate();
const FILES: Files = {
  'routes.yaml': SITE,
  'more.yaml': 'routes: { b: { path: /b, handler: hello } }\n',
  'views/a.hbs': '<p>A</p>\n',
  'cert.pem': cert,
  'key.pem': key,
};

/** A file that is read, and where its finding is; the manifest itself has nobody who names it. */
const READ: readonly (readonly [file: string, place: RegExp])[] = [
  ['routes.yaml', /^routes\.yaml:1:1 error cannot-read\n/],
  ['more.yaml', /^routes\.yaml:2:11 error cannot-read\n/],
  ['handlers.mjs', /^routes\.yaml:3:11 error cannot-load-handlers\n/],
  ['views/a.hbs', /^routes\.yaml:4:8 error cannot-read\n/],
  ['cert.pem', /^routes\.yaml:7:11 error cannot-read\n/],
  ['key.pem', /^routes\.yaml:8:10 error cannot-read\n/],
];

describe('files of a manifest that are not regular ones: nobody waits for them', () => {
  for (const [file, place] of READ) {
    it(`a FIFO as ${file} is a finding`, () =>
      checkFound({ file, place, replace: (path) => execFileSync('mkfifo', [path]) }));
    it(`a device without an end as ${file} is a finding`, () =>
      checkFound({ file, place, replace: (path) => symlinkSync('/dev/zero', path) }));
  }
  it('an include whose pattern finds a link to a FIFO is a finding', () =>
    inFolder({ ...FILES, 'routes.yaml': SITE.replace('more.yaml', "'m*.yaml'") }, async (folder) => {
      execFileSync('mkfifo', [join(folder, 'fifo')]);
      symlinkSync('fifo', join(folder, 'most.yaml'));
      const { stderr } = await runCommand(['check'], { cwd: folder });
      assert.match(stderr, /^routes\.yaml:2:11 error cannot-read\n.*not a regular file$/m);
    }));
  it('a socket is a finding', () =>
    checkFound({
      file: 'cert.pem',
      place: /^routes\.yaml:7:11 error cannot-read\n/,
      replace: async (path) => {
        const server = createServer().listen(path);
        await new Promise((resolve) => server.once('listening', resolve));
        return () => server.close();
      },
    }));
  it('a FIFO in the place of the generated types is as good as none', () =>
    inFolder({ 'routes.yaml': 'version: 1\nhandlers: ./handlers.mjs\nroutes: {}\n' }, async (folder) => {
      execFileSync('mkfifo', [join(folder, 'routes.gen.ts')]);
      const { stderr } = await runCommand(['types', '--check'], { cwd: folder });
      assert.match(stderr, /is missing/);
    }));
  it('standard input that is no regular file is a finding, since a manifest is read again', async () => {
    const { code, stderr } = await runCommand(['check', '--manifest', '/dev/stdin'], { cwd: freshFolder() });
    assert.equal(code, 1);
    assert.match(stderr, /^\/dev\/stdin:1:1 error cannot-read\n/);
  });
  it('links to regular files are read as ever', () =>
    inFolder({ 'real.yaml': 'version: 1\nroutes: {}\n' }, async (folder) => {
      symlinkSync('real.yaml', join(folder, 'routes.yaml'));
      const { code } = await runCommand(['check'], { cwd: folder });
      assert.equal(code, 0);
    }));
  it('a folder is still called one', () =>
    inFolder({ 'routes.yaml/a': '' }, async (folder) => {
      const { stderr } = await runCommand(['check'], { cwd: folder });
      assert.match(stderr, /: it is a folder$/m);
    }));
});

interface Replacement {
  readonly file: string;
  readonly place: RegExp;
  /** Makes what is no regular file; what it returns takes it away again. */
  readonly replace: (path: string) => unknown;
}

async function checkFound({ file, place, replace }: Replacement): Promise<void> {
  await inFolder(FILES, async (folder) => {
    rmSync(join(folder, file));
    const undo = await replace(join(folder, file));
    const { code, stderr } = await runCommand(['check'], { cwd: folder });
    if (typeof undo === 'function') undo();
    assert.equal(code, 1);
    assert.match(stderr, place);
    assert.match(stderr, /: it is a pipe, a socket or a device, not a regular file$/m);
  });
}
