import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../clients/start-redis.ts';
import { makeCertificate } from '../make-certificate.ts';
import { pause } from '../stress/figures.ts';
import { isAlive } from '../verdicts/process-figures.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import { becomes, type Fault, type Scene, WORKERS, workersOf } from './chaos-scene.ts';
import { PAGE_VIEW } from './chaos-site.ts';
import { SteadyClient } from './steady-client.ts';

const RELOADED_MS = 15_000;
const MIB = 1024 * 1024;

export const FILE_FAULTS: readonly Fault[] = [
  { name: 'reload', secondsMax: 16, run: (scene) => reload(scene) },
  ...(['manifest', 'view', 'key'] as const).map((what) => ({
    name: `reload a broken ${what}`,
    secondsMax: 20,
    run: (scene: Scene, random: Random) => reloadBroken(scene, random, what),
  })),
  ...(['manifest', 'view', 'key'] as const).map((what) => ({
    name: `reload a FIFO as ${what}`,
    secondsMax: 20,
    missing: () => (isInstalled('mkfifo') ? undefined : 'needs mkfifo'),
    run: (scene: Scene) => reloadFifo(scene, what),
  })),
  { name: 'renew the certificate', secondsMax: 16, run: renewCertificate },
  { name: 'rotate the logs', secondsMax: 2, run: rotate },
  {
    name: 'a full disk',
    secondsMax: 4,
    missing: ({ disk }) => (disk === undefined ? 'needs mount' : undefined),
    run: fillDisk,
  },
  {
    name: 'log files may not grow',
    secondsMax: 3,
    missing: () => (isInstalled('prlimit') ? undefined : 'needs prlimit'),
    run: limitFileSize,
  },
];

const FILES = { manifest: 'routes.yaml', view: 'views/page.hbs', key: 'key.pem' } as const;

/** Another manifest is served by all, soon after it was asked for. */
async function reload(scene: Scene): Promise<void> {
  const { site, server, verdicts, windows } = scene;
  const fromMs = Date.now();
  site.save('routes.yaml', site.nextText());
  server.process.kill('SIGHUP');
  const client = new SteadyClient(server.port);
  const isServed = (): Promise<boolean> =>
    client.ask('GET /').then(
      ({ body }) => body === site.home,
      () => false,
    );
  const served = await becomes(isServed, RELOADED_MS);
  client.close();
  if (!served && !windows.excuse('unreloaded', fromMs, Date.now()))
    verdicts.add(
      'reload',
      `a good manifest is not served ${RELOADED_MS / 1000} s after SIGHUP (during ${windows.during(fromMs, Date.now())})`,
    );
}

/** What cannot be served is refused, and what was served goes on; that is for the visitors to see. */
async function reloadBroken(scene: Scene, random: Random, what: keyof typeof FILES): Promise<void> {
  const { site, server, windows } = scene;
  const close = windows.open(`reload a broken ${what}`, ['unstarted'], 10_000);
  const file = FILES[what];
  const path = site.path(file);
  const whole = what === 'manifest' ? site.text : what === 'view' ? PAGE_VIEW : site.certificate.key;
  const ways: readonly (() => void)[] = [
    () => writeFileSync(path, whole.slice(0, between(random, 1, whole.length - 1))), // half written
    () => writeFileSync(path, ''),
    () => writeFileSync(path, `${whole}{{#if`),
    () => writeFileSync(path, Buffer.alloc(2 * MIB, 0xff)),
    () => site.remove(file),
    () => {
      site.remove(file);
      mkdirSync(path);
    },
    () => {
      site.remove(file);
      symlinkSync('/dev/zero', path);
    },
  ];
  pickOne(random, ways)();
  server.process.kill('SIGHUP');
  await pause(between(random, 100, 1500));
  await restore(scene, what, close);
}

/** Nobody writes to it: whoever opens it and waits, waits for ever. */
async function reloadFifo(scene: Scene, what: keyof typeof FILES): Promise<void> {
  const { site, server, windows } = scene;
  const close = windows.open(`reload a FIFO as ${what}`, ['unstarted'], 10_000);
  const path = site.path(FILES[what]);
  site.remove(FILES[what]);
  execFileSync('mkfifo', [path]);
  server.process.kill('SIGHUP');
  await pause(1500);
  // Lets go who waits: a verdict is enough, and the other faults are to come.
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  await restore(scene, what, close);
  closeSync(fd);
}

async function restore(scene: Scene, what: keyof typeof FILES, close: () => void): Promise<void> {
  const { site } = scene;
  site.remove(FILES[what]);
  if (what === 'view') site.save('views/page.hbs', PAGE_VIEW);
  if (what === 'key') site.saveCertificate(site.certificate);
  close();
  await reload(scene);
}

async function renewCertificate(scene: Scene): Promise<void> {
  const { site, server, verdicts, windows } = scene;
  const fromMs = Date.now();
  const before = await shownCertificate(server.port);
  site.saveCertificate(makeCertificate());
  server.process.kill('SIGHUP');
  const renewed = await becomes(async () => {
    const shown = await shownCertificate(server.port);
    return shown !== undefined && shown !== before;
  }, RELOADED_MS);
  if (!renewed && !windows.excuse('unreloaded', fromMs, Date.now()))
    verdicts.add('reload', `a renewed certificate is not shown ${RELOADED_MS / 1000} s after SIGHUP`);
}

async function shownCertificate(port: number): Promise<string | undefined> {
  const client = new SteadyClient(port);
  try {
    await client.ask('GET /page');
    return client.fingerprint;
  } catch {
    return undefined;
  } finally {
    client.close();
  }
}

async function rotate({ logs, server }: Scene): Promise<void> {
  for (const log of logs) log.rotate();
  server.process.kill('SIGUSR2');
  await pause(500);
}

async function fillDisk({ disk, windows, tally }: Scene, random: Random): Promise<void> {
  if (disk === undefined) return;
  const close = windows.open('a full disk', ['unlogged'], 1000);
  const filler = join(disk, 'filler');
  const fd = openSync(filler, 'w');
  tally.torn += WORKERS + 1;
  try {
    for (let size = MIB; size >= 4096; ) {
      try {
        writeSync(fd, Buffer.alloc(size));
      } catch {
        size /= 2;
      }
    }
    await pause(between(random, 200, 1500));
  } finally {
    closeSync(fd);
    rmSync(filler);
    close();
  }
}

/** EFBIG: as of a disk quota, for one process. */
async function limitFileSize(scene: Scene, random: Random): Promise<void> {
  const pid = pickOne(random, workersOf(scene));
  const close = scene.windows.open('log files may not grow', ['unlogged'], 1000);
  scene.tally.torn++;
  limit(pid, '1:');
  await pause(between(random, 100, 1000));
  if (isAlive(pid)) limit(pid, 'unlimited:');
  close();
}

function limit(pid: number, size: string): void {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${size}`], { stdio: 'ignore' });
  } catch (error) {
    // Another fault may have ended it.
    if (isAlive(pid)) throw error;
  }
}
