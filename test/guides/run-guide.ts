import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { installHere } from '../install-here.ts';
import { freshFolder, type RunningServer, SOURCE, startServer, type TestContext } from '../start-server.ts';
import { isAsShown, readGuide, tidied } from './read-guide.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Where a server of a guide listens, as far as the reader knows; here it is a free port. */
const SHOWN_PORT = '8888';

/** Does what a guide says, in a fresh folder in which the package is installed. Fails where something else comes of it. */
export async function runGuide(page: string, t: TestContext): Promise<void> {
  let folder = freshFolder();
  const programs = installHere(folder);
  let server: RunningServer | undefined;
  for (const step of readGuide(page)) {
    if (step.kind === 'file') {
      const file = join(folder, step.path);
      mkdirSync(dirname(file), { recursive: true });
      (step.added ? appendFileSync : writeFileSync)(file, step.text);
      continue;
    }
    const { command, shown, line } = step;
    // What it would bring is here, and no test asks a registry.
    if (/^npm (?:install|init)\b/.test(command)) continue;
    const [, inner] = /^cd (\S+)$/.exec(command) ?? [];
    if (inner !== undefined) {
      folder = join(folder, inner);
      continue;
    }
    const [serve, words = ''] = /^npx velosiped(?: serve)?((?: -.*)?)$/.exec(command) ?? [];
    if (serve === undefined) {
      const { code, output } = await runCommand(withPort(command, SHOWN_PORT, server?.port), folder, programs);
      const seen = withPort(output, server?.port, SHOWN_PORT);
      if (shown.length === 0) assert.equal(code, 0, `line ${line}: ${command}\n${seen}`);
      else checkShown(shown, seen, `line ${line}: ${command}`);
      continue;
    }
    await server?.stop();
    const args = words.split(' ').filter((word) => word !== '');
    server = await startServer({
      t,
      main: SOURCE,
      cwd: folder,
      manifest: 'routes.yaml',
      args: [...args, '--log-dir', '.'],
    });
    const said = withPort(server.stderr() + server.stdout(), server.port, SHOWN_PORT);
    if (shown.length > 0) checkShown(shown, said, `line ${line}: ${command}`);
  }
}

function checkShown(shown: readonly string[], output: string, where: string): void {
  if (!isAsShown(shown, output)) assert.equal(tidied(output), `${shown.join('\n')}\n`, where);
}

function withPort(text: string, from: string | number | undefined, to: string | number | undefined): string {
  if (from === undefined || to === undefined) return text;
  return text.replaceAll(`127.0.0.1:${from}`, `127.0.0.1:${to}`);
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** What a command of the shell prints, on both streams. */
function runCommand(command: string, cwd: string, programs: string): Promise<Ran> {
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env['PATH']}:${join(ROOT, 'node_modules/.bin')}`,
    CURL_HOME: programs,
    NO_COLOR: '1',
    NODE_TEST_CONTEXT: undefined,
  };
  const child = spawn('bash', ['-c', `exec 2>&1; ${command}`], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
