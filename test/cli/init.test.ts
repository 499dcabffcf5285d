import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { installHere } from '../install-here.ts';
import { freshFolder, runCommand, SOURCE } from '../start-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

describe("init: a project of one's own", () => {
  for (const template of ['site', 'api']) {
    it(`${template}: passes check, a strict compiler and its own tests`, async () => {
      const cwd = freshFolder();
      const { code, stdout, stderr } = await runCommand(['init', 'My Club', '--template', template], {
        cwd,
        main: SOURCE,
      });
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^My Club\/routes\.yaml: written\n/);
      assert.match(stdout, /\nNext:\n {4}cd "My Club"\n {4}npm install\n/);
      const folder = join(cwd, 'My Club');
      const { name, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      assert.equal(name, 'my-club');
      // Installed nowhere: by the place of its sources.
      assert.equal(resolve(folder, dependencies.velosiped.replace(/^file:/, '')), ROOT);
      const env = {
        ...process.env,
        PATH: `${installHere(folder)}:${process.env['PATH']}`,
        NODE_TEST_CONTEXT: undefined,
      };
      const checked = await runCommand(['check'], { cwd: folder, main: SOURCE });
      assert.match(checked.stdout, /no mistakes in \d routes, \d examples passed/, checked.stderr);
      await run('npx', ['tsc'], { cwd: folder, env });
      await run(process.execPath, ['--import', import.meta.resolve('tsx'), '--test'], { cwd: folder, env });
    });
  }

  it('overwrites nothing, and says what is there', async () => {
    const cwd = freshFolder();
    mkdirSync(join(cwd, 'views'));
    writeFileSync(join(cwd, 'views/start.hbs'), 'mine');
    writeFileSync(join(cwd, 'package.json'), '{ "type": "commonjs" }');
    const { code, stdout } = await runCommand(['init'], { cwd, main: SOURCE });
    assert.equal(code, 0);
    assert.match(stdout, /^views\/start\.hbs: exists, left as it is$/m);
    assert.match(stdout, /^package\.json was there already/m);
    assert.equal(readFileSync(join(cwd, 'views/start.hbs'), 'utf8'), 'mine');
    assert.equal(readFileSync(join(cwd, 'package.json'), 'utf8'), '{ "type": "commonjs" }');
    // Its modules are ES modules all the same.
    for (const part of ['src', 'test'])
      assert.equal(JSON.parse(readFileSync(join(cwd, part, 'package.json'), 'utf8')).type, 'module');
  });

  it('writes nothing where a manifest is', async () => {
    const cwd = freshFolder();
    writeFileSync(join(cwd, 'routes.yaml'), 'mine');
    const { code, stderr } = await runCommand(['init', '.'], { cwd, main: SOURCE });
    assert.equal(code, 1);
    assert.equal(stderr, '"routes.yaml" exists, so there is a project already; nothing was written\n');
    assert.deepEqual(readdirSync(cwd), ['routes.yaml']);
  });
});
