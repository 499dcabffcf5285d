import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import { isInstalled } from '../clients/start-redis.ts';
import { type Certificate, makeCertificate, makeForbidden } from '../make-certificate.ts';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { createReloadSite, manifestText, said, saidAnew } from './reload-site.ts';
import { askEach, connectAnew, connectEach, rests, standbyOf, startWorkers } from './worker-site.ts';

const MODES: readonly (readonly [mode: string, args: readonly string[], processes: number])[] = [
  ['one process', [], 1],
  ['several processes', ['--workers', '2'], 2],
  ['several processes that are watched', ['--workers', '2', '--watch'], 2],
];

/** What a module of handlers does at its top level. */
const MODULES = {
  throws: "throw new Error('at its top')",
  exits: 'process.exit(0)',
  dies: "process.kill(process.pid, 'SIGKILL')",
  hangs: 'await new Promise(() => undefined)',
  floats: "export { handlers } from './all.mjs'; void Promise.reject(new Error('floating'))",
};

interface Fault {
  /** In place of the handlers' module. */
  readonly module?: string;
  readonly top?: readonly string[];
  readonly routes?: readonly string[];
  /** What has to be said of it. */
  readonly found: RegExp;
}

const FAULTS: readonly Fault[] = [
  { module: 'throws', found: /cannot-load-handlers\n[^\n]*at its top/ },
  { module: 'exits', found: /cannot-load-handlers\n[^\n]*ended its process with the exit code 0/ },
  { module: 'dies', found: /cannot-load-handlers\n[^\n]*ended its process by SIGKILL/ },
  { module: 'hangs', found: /cannot-load-handlers\n[^\n]*waits for / },
  { module: 'floats', found: /cannot-load-handlers\n[^\n]*floating/ },
  { module: 'nowhere', found: /cannot-load-handlers\n[^\n]*there is no such file/ },
  { routes: ['more: { path: /more, view: nowhere }'], found: /error unknown-view/ },
  { top: ['include: ["nowhere.yaml"]'], found: /error bad-include/ },
  { top: ['server: { tls: { cert: nowhere.pem, key: nowhere.pem } }'], found: /error cannot-read/ },
];

function textWith({ module = 'all', top = [], routes = [] }: Omit<Fault, 'found'>): string {
  return manifestText({ home: 'two', top, routes }).replace('all.mjs', `${module}.mjs`);
}

describe('a reload that meets something bad: the old program goes on in all processes', { timeout: 400_000 }, () => {
  for (const [mode, args, processes] of MODES) {
    it(`whatever it is: ${mode}`, async (t) => {
      const files = Object.entries(MODULES).map(([name, text]) => [`handlers/${name}.mjs`, `${text};\n`]);
      const site = createReloadSite({}, Object.fromEntries(files));
      const server = await startServer({ t, manifest: site.manifest, args });
      const each = await connectEach(server, processes);
      const save = (text: string): void => {
        site.replace('routes.yaml', text);
        if (!args.includes('--watch')) server.process.kill('SIGHUP');
      };
      const ones = [...each].map(() => 'one');
      for (const fault of FAULTS) {
        const before = server.stderr().length;
        await saidAnew(server, ': not reloaded,', () => save(textWith(fault)));
        assert.match(server.stderr().slice(before), fault.found);
        assert.deepEqual(await askEach(each, '/'), ones);
      }
      assert.equal((await server.records('error.log', FAULTS.length)).length, FAULTS.length);
      await saidAnew(server, ': reloaded,', () => save(textWith({})));
      assert.deepEqual(
        await askEach(each, '/'),
        [...each].map(() => 'two'),
      );
      assert.equal(server.stderr().split('reloaded').length - 1, FAULTS.length + 1, 'each is said once');
    });
  }
});

describe('a reload of several processes', { timeout: 240_000 }, () => {
  const skip = !isInstalled('prlimit') && 'needs prlimit';
  it('is of all or of none where one of them may open no more files', { skip }, async (t) => {
    const other = "export { handlers } from './all.mjs';\n";
    const { site, server } = await startWorkers(t, {}, { 'handlers/other.mjs': other });
    const each = await connectEach(server);
    const [, poor = 0] = each.keys();
    await rests(poor);
    execFileSync('prlimit', [`--pid=${poor}`, '--nofile=3:']);
    // What needs no file is taken over.
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.deepEqual(await askEach(each, '/'), ['two', 'two']);
    site.replace('routes.yaml', manifestText({ home: 'three' }).replace('all.mjs', 'other.mjs'));
    await saidAnew(server, ': not reloaded,', () => server.process.kill('SIGHUP'));
    assert.match(server.stderr(), /EMFILE/);
    assert.deepEqual(await askEach(each, '/'), ['two', 'two']);
    execFileSync('prlimit', [`--pid=${poor}`, '--nofile=1000:']);
    // Node.js keeps what it could not load.
    await saidAnew(server, ': restarted ', () => server.process.kill('SIGUSR1'));
    assert.deepEqual(await askEach(await connectAnew(server, each), '/'), ['three', 'three']);
  });

  it('costs one process at most where the handlers end those that serve, and no judge', async (t) => {
    const ends =
      "import { isWorker } from 'node:cluster';\nif (isWorker) process.exit(0);\nexport { handlers } from './all.mjs';\n";
    const { site, server } = await startWorkers(t, { count: 3 }, { 'handlers/ends.mjs': ends });
    const each = await connectEach(server, 3);
    // One more has to wait with the old manifest: what is on the disk next ends it, too.
    for (const pid of await standbyOf(server, each)) await rests(pid);
    site.replace('routes.yaml', manifestText({ home: 'two' }).replace('all.mjs', 'ends.mjs'));
    server.process.kill('SIGHUP');
    await said(server, 'not reloaded, since a server process ended');
    const after = await connectEach(server, 3);
    assert.deepEqual(await askEach(after, '/'), ['one', 'one', 'one']);
    assert.equal([...each.keys()].filter((pid) => after.has(pid)).length, 2);
  });

  it('leaves the old certificates in use in all where the new ones do not fit', async (t) => {
    const first = makeCertificate({ name: 'first.example' });
    const second = makeCertificate({ name: 'second.example' });
    const forbidden = makeForbidden();
    for (const [args, act] of [
      [['--workers', '2'], (server: RunningServer) => void server.process.kill('SIGHUP')],
      [['--workers', '2', '--watch'], () => undefined],
    ] as const) {
      const folder = freshFolder();
      const write = ({ cert, key }: Certificate): void => {
        writeFileSync(join(folder, 'cert.pem'), cert);
        writeFileSync(join(folder, 'key.pem'), key);
      };
      const manifest = join(folder, 'routes.yaml');
      writeFileSync(
        manifest,
        'version: 1\nserver: { tls: { cert: cert.pem, key: key.pem } }\nroutes: { home: { path: /, text: A } }\n',
      );
      write(first);
      const server = await startServer({ t, manifest, args });
      for (const bad of [{ ...second, key: first.key }, { cert: 'no PEM', key: first.key }, forbidden]) {
        await saidAnew(server, ': not reloaded,', () => {
          write(bad);
          act(server);
        });
        assert.deepEqual(await namesOf(server), new Set(['first.example']));
      }
      await saidAnew(server, ': reloaded,', () => {
        write(second);
        act(server);
      });
      assert.deepEqual(await namesOf(server), new Set(['second.example']));
      await server.stop();
    }
  });
});

/** Whom the certificates name of so many new connections that each process has had some. */
async function namesOf({ host, port }: RunningServer): Promise<ReadonlySet<string>> {
  const names = Array.from(
    { length: 24 },
    () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ host, port, rejectUnauthorized: false }, () => {
          resolve(String(socket.getPeerCertificate().subject.CN));
          socket.destroy();
        });
        socket.on('error', reject);
      }),
  );
  return new Set(await Promise.all(names));
}
