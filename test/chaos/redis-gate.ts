import { connect, createServer, type Server, type Socket } from 'node:net';

/** A relay in front of a Redis server that can misbehave, and counts who dials. */
export interface RedisGate {
  readonly port: number;
  /** Connections so far. */
  readonly dials: number;
  /** From now on each connection is closed behind so many answers; undefined: none is. */
  closeBehind(answers: number | undefined): void;
  close(): Promise<void>;
}

export function openRedisGate(redisPort: number): Promise<RedisGate> {
  let dials = 0;
  let answersMax: number | undefined;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    dials++;
    const upstream = connect({ host: '127.0.0.1', port: redisPort });
    let answers = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      answers++;
      client.write(chunk);
      if (answersMax !== undefined && answers >= answersMax) client.end();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return reject(new Error('no port'));
      resolve({
        port: address.port,
        get dials() {
          return dials;
        },
        closeBehind(answers) {
          answersMax = answers;
          if (answers !== undefined) for (const socket of sockets) socket.destroy();
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
