import { startServer } from '../start-server.ts';
import { describeRequest, type FuzzRequest, sendAndRead } from './exchanges.ts';

const PATIENCE_MS = 2000;

/** Which of the requests that were in flight ends or stalls a server, alone: each is sent to a fresh one. */
export async function findCulprit(manifest: string, candidates: readonly FuzzRequest[]): Promise<string> {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return `by ${describeRequest(only)}`;
  const server = await startServer({ manifest });
  const ended = new Promise<'died'>((resolve) => server.process.once('exit', () => resolve('died')));
  const target = { port: server.port, pid: Number(server.process.pid) };
  try {
    for (const request of candidates) {
      const ending = await Promise.race([ended, sendAndRead(target, request.bytes, PATIENCE_MS)]);
      // What kills is seen by its peer before it is seen by us.
      const alive = await sendAndRead(target, PLAIN_REQUEST, PATIENCE_MS);
      if (ending === 'died' || alive.kind !== 'closed' || alive.wire === '')
        return `alone, by ${describeRequest(request)}`;
    }
  } finally {
    server.process.kill('SIGKILL');
  }
  return `by none of ${candidates.length} requests alone; one of them is ${candidates.slice(0, 1).map(describeRequest)}`;
}

const PLAIN_REQUEST = Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
