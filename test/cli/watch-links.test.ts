import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import { type Certificate, makeCertificate } from '../make-certificate.ts';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { becomes, codeText, createReloadSite, manifestText, type ReloadSite, saidAnew, textOf } from './reload-site.ts';

/** Another link takes the name, in one step. */
function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, `${path}.new`);
  renameSync(`${path}.new`, path);
}

/**
 * A mount as Kubernetes makes it of a ConfigMap or a Secret: files are links into `..data`, a link to the folder of one version. The next
 * version is a folder of its own, and takes its place by one rename.
 */
class Mount {
  readonly #folder: string;
  #version = 0;

  constructor(folder: string, files: Readonly<Record<string, string>>) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.swap(files);
    for (const file of Object.keys(files)) {
      rmSync(join(folder, file), { force: true });
      symlinkSync(join('..data', file), join(folder, file));
    }
  }

  swap(files: Readonly<Record<string, string>>): void {
    const old = `..version-${this.#version}`;
    this.#version += 1;
    const name = `..version-${this.#version}`;
    mkdirSync(join(this.#folder, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(this.#folder, name, file), text);
    link(join(this.#folder, '..data'), name);
    rmSync(join(this.#folder, old), { recursive: true, force: true });
  }
}

/** Saves in one way after another, and sees each time that it is in use. */
async function checkReloads(
  server: RunningServer,
  target: string,
  ways: readonly (readonly [expected: string, save: () => void])[],
): Promise<void> {
  for (const [expected, save] of ways) {
    await saidAnew(server, ': reloaded,', save);
    await becomes(server, target, new RegExp(expected));
  }
  assert.doesNotMatch(server.stderr(), /not reloaded|restarted/);
}

function home(word: string): string {
  return manifestText({ home: word });
}

describe('watch: a manifest that is reached by a link', { timeout: 240_000 }, () => {
  it('is seen to change where the link is another, or what it leads to, on the whole way', async (t) => {
    const site = createReloadSite({}, { 'beside.yaml': home('one'), 'other.yaml': home('other') });
    const elsewhere = freshFolder();
    rmSync(site.manifest);
    symlinkSync('beside.yaml', site.manifest);
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    await checkReloads(server, '/', [
      ['two', () => site.write('beside.yaml', home('two'))],
      ['three', () => site.replace('beside.yaml', home('three'))],
      ['other', () => link(site.manifest, 'other.yaml')],
      ['four', () => site.write('other.yaml', home('four'))],
      [
        'far',
        () => {
          link(join(elsewhere, 'hop'), join(elsewhere, 'far/routes.yaml'));
          mkdirSync(join(elsewhere, 'far'));
          writeFileSync(join(elsewhere, 'far/routes.yaml'), home('far'));
          link(site.manifest, join(elsewhere, 'hop'));
        },
      ],
      ['five', () => writeFileSync(join(elsewhere, 'far/routes.yaml'), home('five'))],
      ['four', () => link(join(elsewhere, 'hop'), site.path('other.yaml'))],
    ]);
  });

  it('is seen in a mount whose versions are swapped, again and again', async (t) => {
    const site = createReloadSite();
    const mount = new Mount(site.path(''), { 'routes.yaml': home('one') });
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    await checkReloads(
      server,
      '/',
      ['two', 'three'].map((word) => [word, () => mount.swap({ 'routes.yaml': home(word) })]),
    );
  });

  it('is seen where a folder on its way is a link that is moved, or another folder', async (t) => {
    const site = createReloadSite();
    const [folder, top] = [site.path(''), freshFolder()];
    const manifest = join(top, 'current/routes.yaml');
    const releases = ['two', 'three'].map((word) => {
      const { path } = createReloadSite({ home: word });
      return path('').replace(/\/$/, '');
    });
    link(join(top, 'current'), folder);
    const server = await startServer({ t, manifest, args: ['--watch'] });
    const [two = '', three = ''] = releases;
    await saidAnew(server, ': restarted ', () => link(join(top, 'current'), two));
    await becomes(server, '/', 'two');
    await saidAnew(server, ': restarted ', () => {
      renameSync(two, `${two}.old`);
      renameSync(three, two);
    });
    await becomes(server, '/', 'three');
    rmSync(`${two}.old`, { recursive: true });
  });
});

describe('watch: what else is reached by links', { timeout: 240_000 }, () => {
  it('is seen: views and included files, each of them and their folders', async (t) => {
    const part = (text: string): string => `routes:\n  a: { path: /a, text: ${text} }\n`;
    const site = createReloadSite(
      { top: ['include: ["parts/*.yaml"]'] },
      { 'far/one.yaml': part('one'), 'far/parts/a.yaml': part('folder'), 'far/views/held.hbs': 'view folder {{word}}' },
    );
    site.release();
    link(site.path('parts/a.yaml'), '../far/one.yaml');
    const views = new Mount(site.path('views'), { 'held.hbs': 'view one {{word}}' });
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    await checkReloads(server, '/a', [
      ['two', () => site.write('far/one.yaml', part('two'))],
      ['folder', () => link(site.path('parts/a.yaml'), '../far/parts/a.yaml')],
      [
        'moved',
        () => {
          rmSync(site.path('parts'), { recursive: true });
          site.write('far/parts/a.yaml', part('moved'));
          symlinkSync('far/parts', site.path('parts'));
        },
      ],
      ['three', () => site.replace('far/parts/a.yaml', part('three'))],
    ]);
    await checkReloads(server, '/held', [
      ['view two', () => views.swap({ 'held.hbs': 'view two {{word}}' })],
      [
        'view folder',
        () => {
          renameSync(site.path('views'), site.path('views.old'));
          symlinkSync('far/views', site.path('views'));
        },
      ],
      ['view three', () => site.write('far/views/held.hbs', 'view three {{word}}')],
    ]);
  });

  it('is seen: the certificate and its key, both at once', async (t) => {
    const folder = freshFolder();
    const pems = ({ cert, key }: Certificate) => ({ 'cert.pem': cert, 'key.pem': key });
    const mount = new Mount(join(folder, 'tls'), pems(makeCertificate({ name: 'first.example' })));
    const manifest = join(folder, 'routes.yaml');
    const tls = 'server: { tls: { cert: tls/cert.pem, key: tls/key.pem } }';
    writeFileSync(manifest, `version: 1\n${tls}\nroutes: { home: { path: /, text: home } }\n`);
    const server = await startServer({ t, manifest, args: ['--watch'] });
    for (const name of ['second.example', 'third.example']) {
      await saidAnew(server, ': reloaded,', () => mount.swap(pems(makeCertificate({ name }))));
      assert.equal(await nameOf(server), name);
    }
    assert.doesNotMatch(server.stderr(), /not reloaded/);
  });

  it('is seen: code of handlers, their module, and what is beside the module that a link leads to', async (t) => {
    const site = createReloadSite({}, { 'far/code.mjs': codeText('far') });
    const ways: readonly (readonly [word: string, save: () => void])[] = [
      ['far', () => link(site.path('handlers/code.mjs'), '../far/code.mjs')],
      ['two', () => site.write('far/code.mjs', codeText('two'))],
      ['moved', () => moveHandlers(site)],
      ['three', () => site.write('real/code.mjs', codeText('three'))],
    ];
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    for (const [word, save] of ways) {
      await saidAnew(server, ': restarted ', save);
      assert.equal(await textOf(server, '/code'), `"${word}"`);
    }
  });
});

describe('watch: links that are of no use', { timeout: 120_000 }, () => {
  it('are left alone: circles, links to nothing, to everything, and to logs', async (t) => {
    const site = createReloadSite({}, { 'logs/server.log': '' });
    for (const [name, target] of [
      ['circle', 'circle'],
      ['up', '..'],
      ['all', '/'],
      ['none.mjs', 'nothing.mjs'],
      ['latest.log', '../logs/server.log'],
    ] as const)
      symlinkSync(target, site.path(`handlers/${name}`));
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    site.write('logs/server.log', 'a line\n');
    await saidAnew(server, ': reloaded,', () => site.write('routes.yaml', home('two')));
    assert.equal(await textOf(server, '/'), 'two');
    assert.doesNotMatch(server.stderr(), /restarted/);
    await saidAnew(server, ': restarted ', () => site.write('handlers/nothing.mjs', 'export const now = 1;\n'));
  });
});

/** The module is a link to one in another folder, where its imports are found from now on. */
function moveHandlers(site: ReloadSite): void {
  renameSync(site.path('handlers'), site.path('real'));
  site.replace('real/code.mjs', codeText('moved'));
  mkdirSync(site.path('handlers'));
  symlinkSync('../real/all.mjs', site.path('handlers/all.mjs'));
}

/** Whom the certificate names that a new connection gets. */
function nameOf({ host, port }: RunningServer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
