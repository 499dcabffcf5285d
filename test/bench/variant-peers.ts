import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installNode } from '../install-node.ts';
import { makeCertificate } from '../make-certificate.ts';
import {
  ownCommand,
  type Peer,
  type PeerCommand,
  ROOT,
  SHIPPED,
  type Site,
  scriptCommand,
  type VariantId,
} from './peers.ts';

/** The demo's pages again: over TLS, by several processes, and by another Node.js. */
export const VARIANTS: Readonly<Record<VariantId, Peer>> = {
  'velosiped-tls': variant('velosiped-tls', 'Velosiped, full log, TLS 1.3', ({ folder }) => {
    return ownCommand(writeTlsSite(join(folder, 'site')), folder);
  }),
  'node-https': variant('node-https', 'node:https, no log, TLS 1.3', ({ folder, templates }) => {
    const { cert, key } = writeCertificate(folder);
    return scriptCommand('node-http', [templates, '', cert, key]);
  }),
  'velosiped-workers-2': workers(2),
  'velosiped-workers-1': workers(1),
  'velosiped-node-24': byNode24('velosiped-node-24', 'Velosiped, full log', ({ folder }) => {
    return ownCommand(SHIPPED, folder);
  }),
  'node-http-node-24': byNode24('node-http-node-24', 'node:http, no log', ({ templates }) => {
    return scriptCommand('node-http', [templates]);
  }),
};

function variant(id: VariantId, name: string, command: (site: Site) => PeerCommand): Peer {
  return { id, name, answers: 'pages', missing: () => undefined, command: async (site) => command(site) };
}

function workers(count: 1 | 2): Peer {
  const name = `Velosiped, full log, ${count} ${count === 1 ? 'worker' : 'workers'}`;
  return variant(`velosiped-workers-${count}`, name, ({ folder }) => {
    return ownCommand(SHIPPED, folder, ['--workers', String(count)]);
  });
}

function byNode24(id: VariantId, name: string, command: (site: Site) => PeerCommand): Peer {
  const found = (): string => (node24 ??= installNode('24'));
  return {
    ...variant(id, `${name}, Node.js 24`, (site) => ({ ...command(site), file: found() })),
    missing: () => {
      try {
        found();
        return undefined;
      } catch {
        return 'Node.js 24 cannot be installed here';
      }
    },
  };
}

let node24: string | undefined;

/** The shipped manifest with certificates. */
function writeTlsSite(folder: string): string {
  mkdirSync(folder);
  for (const name of ['src', 'views']) symlinkSync(join(ROOT, name), join(folder, name));
  writeCertificate(folder);
  const tls = 'server:\n  tls: { cert: cert.pem, key: key.pem, minVersion: TLSv1.3 }\n';
  const manifest = join(folder, 'routes.yaml');
  writeFileSync(manifest, readFileSync(SHIPPED, 'utf8').replace('server:\n', tls));
  return manifest;
}

function writeCertificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = makeCertificate();
  writeFileSync(cert, made.cert);
  writeFileSync(key, made.key);
  return { cert, key };
}
