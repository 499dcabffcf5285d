import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { ownCommand } from './peers.ts';
import type { StartFigures } from './results.ts';
import { freshFolder, startCommand } from './start-peer.ts';

const MANIFEST = resolve(import.meta.dirname, '../../routes.yaml');

/** How long it takes from the command to the first whole answer, beside an empty script under tsx; in turn. */
export async function measureStart(runs: number): Promise<StartFigures> {
  const script = join(freshFolder(), 'empty.ts');
  writeFileSync(script, 'export {};\n');
  const answerMs: number[] = [];
  const emptyMs: number[] = [];
  // The first of each fills the caches of tsx and of the system.
  for (let run = 0; run <= runs; run++) {
    const [answer, empty] = [await timeAnswer(), await timeScript(script)];
    if (run === 0) continue;
    answerMs.push(answer);
    emptyMs.push(empty);
  }
  return { answerMs, emptyMs };
}

async function timeAnswer(): Promise<number> {
  const folder = freshFolder();
  const command = ownCommand(MANIFEST, folder);
  const startMs = performance.now();
  const server = await startCommand(command, folder);
  await firstAnswer(server.url);
  const tookMs = performance.now() - startMs;
  await server.stop();
  return tookMs;
}

function firstAnswer(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`The first answer is ${answer.statusCode}`));
      answer.resume().once('end', resolve);
    }).once('error', reject);
  });
}

async function timeScript(script: string): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`An empty script ends with ${code}`);
  return performance.now() - startMs;
}
