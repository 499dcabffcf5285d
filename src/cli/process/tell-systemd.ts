import { spawn } from 'node:child_process';
import type { Terminal } from '../terminal.ts';

/**
 * Tells systemd that the server is ready, where a unit of Type=notify has started it: until then nobody can ask it for a reload
 * (sd_notify(3)). By systemd's own tool, since Node.js cannot send to a socket of that kind.
 */
export function tellSystemd({ env, err }: Pick<Terminal, 'env' | 'err'>): void {
  if (env['NOTIFY_SOCKET'] === undefined) return;
  const failed = (why: string): void => err(`Cannot tell systemd that the server is ready: ${why}`);
  const tool = spawn('systemd-notify', ['--ready'], { stdio: 'ignore' });
  tool.on('error', ({ message }) => failed(message));
  tool.on('exit', (code) => {
    if (code !== 0) failed(`systemd-notify ended with ${code}`);
  });
  tool.unref();
}
