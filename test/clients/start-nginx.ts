import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { freshFolder, type TestContext } from '../start-server.ts';
import { isInstalled } from './start-redis.ts';

/** What a `describe` here is skipped for; `false` where the program is installed. */
export const noNginx = !isInstalled('nginx') && 'needs nginx';

const TRIES_MAX = 500;

/**
 * Starts nginx in front of servers on these ports of 127.0.0.1, which take turns; `directives` are further ones of its one
 * location. Resolves to its own port; it ends with the test.
 */
export function startNginx(t: TestContext, ports: readonly number[], directives = ''): Promise<number> {
  return startNginxWith(
    t,
    (port) => `upstream servers { ${ports.map((one) => `server 127.0.0.1:${one};`).join(' ')} }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://servers; ${directives} } }`,
  );
}

/** As `startNginx`, with what `site` says of a free port: the text of an `http` block. */
export async function startNginxWith(t: TestContext, site: (port: number) => string): Promise<number> {
  const port = await freePort();
  const folder = freshFolder();
  writeFileSync(join(folder, 'nginx.conf'), configuration(site(port)));
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(nginx, 'exit');
  const kill = (): void => void nginx.kill('SIGKILL');
  process.once('exit', kill);
  t.after(async () => {
    process.off('exit', kill);
    nginx.kill('SIGTERM');
    await ended;
  });
  // It has no word for being ready: it is when it accepts.
  for (let turn = 0; turn < TRIES_MAX; turn++) if (await accepts(port)) return port;
  throw new Error('nginx does not listen');
}

function configuration(site: string): string {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${name};`)
    .join(' ');
  return `daemon off; master_process off; pid nginx.pid;
events {}
http {
  access_log off; ${paths}
  ${site}
}
`;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
