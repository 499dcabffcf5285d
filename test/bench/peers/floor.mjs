// node:net alone: fixed answers for each chunk, nothing parsed, nothing logged. No server on Node's sockets can be cheaper.
import { createServer } from 'node:net';
import { ready } from './ready.mjs';

const [pageBytes, answersPerChunk] = process.argv.slice(2).map(Number);
const page = `<!DOCTYPE html>${'x'.repeat(pageBytes - 15)}`;
const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${page.length}\r\n\r\n`;
const answers = Buffer.from((head + page).repeat(answersPerChunk));

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answers));
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => ready(server.address().port));
