import { createServer, type Socket } from 'node:net';

/** A server on a free port that does one thing with every connection, which are counted from 0. Ends with the test. */
export function listen(
  t: { after(task: () => Promise<unknown>): void },
  answer: (socket: Socket, index: number) => unknown,
): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const index = sockets.size;
    sockets.add(socket.on('error', () => undefined));
    answer(socket, index);
  });
  t.after(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
}
