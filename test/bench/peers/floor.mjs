// node:net alone: one fixed answer a chunk, nothing parsed, nothing logged. What no server on Node's sockets can be cheaper than.
import { createServer } from 'node:net';

const pageBytes = Number(process.argv[2]);
const page = `<!DOCTYPE html>${'x'.repeat(pageBytes - 15)}`;
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${page.length}\r\n\r\n${page}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
