import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
/** The entry as tsx runs it, for tests of that. */
export const SOURCE = join(ROOT, 'src/main.ts');
/** What the runner of all tests has bundled, else the source. */
const MAIN = process.env['VELOSIPED_MAIN'] ?? SOURCE;
const TSX = import.meta.resolve('tsx');
/** Not how long anything takes: how long until a test that waits in vain says so. */
export const PATIENCE_MS = 60_000;

/** What a command did. */
export interface Finished {
  /** Its exit code; undefined where a signal killed it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What ends what a test has started: its own `t`. */
export interface TestContext {
  after(task: () => Promise<unknown>): void;
}

export interface StartOptions {
  /** The manifest's path; default: the shipped routes.yaml. */
  readonly manifest?: string;
  /** Where to listen; default: `--host 127.0.0.1 --port 0`. */
  readonly listen?: readonly string[];
  /** Further arguments. They come last, so they win over all others. */
  readonly args?: readonly string[];
  /** Default: a fresh folder. */
  readonly cwd?: string;
  /** The server's entry, where it is a changed copy; from the working directory. Default: our own. */
  readonly main?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the server in its own place, with what it is given behind these words. */
  readonly wrapper?: readonly string[];
  /** Gets the process as soon as there is one, long before it is ready. */
  readonly launched?: (process: ChildProcess) => void;
  /** What ends the server besides `stop`: a test's own `t`. Without it, `stop` has to be called (in `after`, say). */
  readonly t?: TestContext;
}

/** A server that is ready: the real command, in a process of its own. */
export interface RunningServer {
  /** As its ready line says, without a slash at the end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** A fresh folder, where its relative log files are. */
  readonly logDir: string;
  readonly process: ChildProcess;
  /** All it has printed by now. */
  stdout(): string;
  stderr(): string;
  /** The records of a log (`access.log`), as soon as there are at least `count`. */
  records(file: string, count: number): Promise<readonly LogRecord[]>;
  /** Asks it to stop with SIGTERM, if it runs yet. Resolves to its exit code, undefined where a signal killed it. */
  stop(): Promise<number | undefined>;
  /** Waits for it to end of its own accord. */
  waitExit(): Promise<Finished>;
}

/** One line of a log. */
export type LogRecord = Readonly<Record<string, unknown>>;

const running = new Set<ChildProcess>();
const folders: string[] = [];

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
// Whoever stops the tests stops their servers too.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

/** Starts a server on a free port of 127.0.0.1, with its logs in a fresh folder, and waits until it is ready. */
export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const logDir = freshFolder();
  const manifest = options.manifest ?? join(ROOT, 'routes.yaml');
  const { listen = ['--host', '127.0.0.1', '--port', '0'], args = [] } = options;
  const child = launch(['--manifest', manifest, ...listen, '--log-dir', logDir, ...args], options);
  options.t?.after(() => stop(child));
  const url = await readyUrl(child);
  const { hostname, port } = new URL(url);
  return {
    url,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port),
    logDir,
    process: child.process,
    stdout: () => child.output.stdout,
    stderr: () => child.output.stderr,
    records: (file, count) => readRecords(join(logDir, file), count),
    stop: () => stop(child),
    waitExit: () => inTime(child.finished, 'the server to end', child),
  };
}

/** Runs a command that ends by itself, `['check']` say, and resolves to what it did. */
export function runCommand(
  args: readonly string[],
  options: Pick<StartOptions, 'cwd' | 'env' | 'launched' | 'main' | 't'> = {},
): Promise<Finished> {
  const child = launch(args, options);
  options.t?.after(() => stop(child));
  return inTime(child.finished, `"${args.join(' ')}" to end`, child);
}

/**
 * A fresh folder with the shipped demo in it, to be changed: routes.yaml, views/, and src/ (a link: not to be written to).
 * `edit` changes the manifest's text, and has to; `files` are further ones, or other contents, by their paths.
 */
export function createSite(
  edit: (manifest: string) => string = (manifest) => manifest,
  files: Readonly<Record<string, string>> = {},
): { readonly folder: string; readonly manifest: string } {
  const folder = freshFolder();
  for (const name of ['views', 'schemas', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const name of ['src', 'node_modules']) symlinkSync(join(ROOT, name), join(folder, name));
  const shipped = readFileSync(join(ROOT, 'routes.yaml'), 'utf8');
  const edited = edit(shipped);
  writeFileSync(join(folder, 'routes.yaml'), edited);
  for (const [path, text] of Object.entries(files)) {
    assert.ok(!/^(?:src|node_modules)\//.test(path), `${path} is the repository's own`);
    writeFileSync(join(folder, path), text);
  }
  return { folder, manifest: join(folder, 'routes.yaml') };
}

/** Replaces the one place where `from` stands; a test whose edit no longer finds its line must not pass. */
export function replaceOnce(text: string, from: string, to: string): string {
  assert.equal(text.split(from).length, 2, `${JSON.stringify(from)} has to stand there once`);
  return text.replace(from, () => to);
}

/** A new empty folder; it goes when this process ends. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'velosiped-test-'));
  folders.push(folder);
  return folder;
}

/** Resolves when a file comes to be in a folder. To be called before what makes it: it looks at changes only. */
export function appears(folder: string, file: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(join(folder, file))) return;
      watcher.close();
      resolve();
    });
  });
}

interface Launched {
  readonly process: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly finished: Promise<Finished>;
}

function launch(args: readonly string[], options: StartOptions): Launched {
  const { cwd = freshFolder(), main = MAIN, env = {}, wrapper = [], launched } = options;
  const loader = main.endsWith('.ts') ? ['--import', TSX] : [];
  // Not by the command `tsx`: its wrapper keeps signals from the server.
  const [command = '', ...words] = [...wrapper, process.execPath, ...loader, main, ...args];
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', NODE_TEST_CONTEXT: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  launched?.(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => running.delete(child));
    child.once('close', (code) => resolve({ code: code ?? undefined, ...output }));
  });
  return { process: child, output, finished };
}

function readyUrl(child: Launched): Promise<string> {
  const ready = new Promise<string>((resolve, reject) => {
    child.process.stdout?.on('data', () => {
      const url = /^(https?:\/\/\S+)\n/m.exec(child.output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.finished.then(({ code, stderr }) => {
      reject(new Error(`The server ended with ${code} before it was ready:\n${stderr}`));
    }, reject);
  });
  return inTime(ready, 'the server to be ready', child);
}

async function stop(child: Launched): Promise<number | undefined> {
  if (running.has(child.process)) child.process.kill('SIGTERM');
  return (await inTime(child.finished, 'the server to stop', child)).code;
}

async function inTime<T>(promise: Promise<T>, what: string, child: Launched): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      child.process.kill('SIGKILL');
      reject(new Error(`Waited ${PATIENCE_MS} ms for ${what}:\n${child.output.stdout}${child.output.stderr}`));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readRecords(path: string, count: number): Promise<readonly LogRecord[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      watcher.close();
      reject(new Error(`Waited ${PATIENCE_MS} ms for ${count} records in ${path}, got ${wholeLines(path).length}`));
    }, PATIENCE_MS);
    const look = (): void => {
      const lines = wholeLines(path);
      if (lines.length < count) return;
      watcher.close();
      clearTimeout(timer);
      resolve(lines.map((line) => JSON.parse(line) as LogRecord));
    };
    // The answer may be here before the line is: lines leave at the end of the turn. Watching first misses none.
    const watcher = watch(dirname(path), look);
    look();
  });
}

function wholeLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}
