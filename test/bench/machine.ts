import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Machine } from './results.ts';

/** What the figures belong to. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}, ${arch()}`,
    node: process.version,
    programs: programVersions(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

function programVersions(): Record<string, string> {
  const { dependencies } = readPackage(import.meta.dirname);
  const folders = Object.keys(dependencies ?? {}).map((name) => join(import.meta.dirname, 'node_modules', name));
  const packages = folders.filter(existsSync).map((folder) => {
    const { name, version } = readPackage(folder);
    return [name, version] as const;
  });
  const commands = [
    ['nginx', /nginx\/([\d.]+)/, '-v'],
    ['wrk', /([\d.]+(?:-\S+)?) \[/, '--version'],
  ] as const;
  const found = commands.flatMap(([name, version, flag]) => {
    const { stdout, stderr } = spawnSync(name, [flag], { encoding: 'utf8' });
    const seen = version.exec(`${stdout}${stderr}`)?.[1];
    return seen === undefined ? [] : [[name, seen] as const];
  });
  return Object.fromEntries([...packages, ...found]);
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
