import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseCommand } from '../../src/cli/parse-command.ts';
import { freshFolder, runCommand, startServer } from '../start-server.ts';
import { deployFile, INSTALLED_MAIN } from './deploy-files.ts';

/** The instructions of the Dockerfile, each with its words; continued lines are joined. */
const INSTRUCTIONS = deployFile('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .flatMap((line) => {
    const [, name = '', words = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, words }];
  });

describe('deploy: the Dockerfile', () => {
  it('copies what a project has, and runs commands that there are', async () => {
    const cwd = freshFolder();
    await runCommand(['init'], { cwd });
    // npm install writes it.
    writeFileSync(join(cwd, 'package-lock.json'), '{}');
    for (const { words } of instructions('COPY')) {
      const sources = words
        .split(' ')
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1);
      for (const source of sources) assert.ok(source === '/site' || existsSync(join(cwd, source)), source);
    }
    const runs = instructions('RUN').map(({ words }) => words);
    assert.deepEqual(runs, ['npm ci --omit=dev', 'npx velosiped check']);
    assert.equal(parseCommand(['check']).kind, 'check');
  });

  it('starts the installed program without a wrapper, and not as root', () => {
    const [node, main, ...args]: readonly string[] = JSON.parse(only('CMD'));
    assert.deepEqual([node, main], ['node', INSTALLED_MAIN]);
    assert.equal(parseCommand(args).kind, 'serve');
    assert.equal(only('USER'), 'node');
    assert.equal(instructions('FROM').length, 2, 'what builds it is not in it');
  });

  it('finds a server healthy that is ready, and one that is gone not', async (t) => {
    const folder = freshFolder();
    const manifest = join(folder, 'routes.yaml');
    writeFileSync(manifest, 'version: 1\nroutes: { health: { path: /health, handler: velosiped:health } }\n');
    const server = await startServer({ t, manifest });
    const [, command = ''] = /CMD (\[.+\])$/.exec(only('HEALTHCHECK')) ?? [];
    const [program, flag = '', code = '']: readonly string[] = JSON.parse(command);
    assert.deepEqual([program, flag], ['node', '-e']);
    const here = code.replace('127.0.0.1:8888', `127.0.0.1:${server.port}`);
    assert.deepEqual(await once(spawn(process.execPath, [flag, here]), 'exit'), [0, null]);
    await server.stop();
    assert.equal(spawnSync(process.execPath, [flag, here]).status, 1);
  });
});

function instructions(name: string): typeof INSTRUCTIONS {
  return INSTRUCTIONS.filter((instruction) => instruction.name === name);
}

function only(name: string): string {
  const [found, ...others] = instructions(name);
  assert.ok(found !== undefined && others.length === 0, name);
  return found.words;
}
