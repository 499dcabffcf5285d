// node:http, as people write it: a page of the same size for every request, without a log or with one JSON line a request.
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';

const [pageBytes, logFile] = process.argv.slice(2);
const page = `<!DOCTYPE html>${'x'.repeat(Number(pageBytes) - 15)}`;
const log = logFile === undefined ? undefined : openSync(logFile, 'a');

const server = createServer((request, response) => {
  const started = performance.now();
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page) });
  response.end(page);
  if (log === undefined) return;
  const { method, url, httpVersion, headers, socket } = request;
  const time = new Date().toISOString();
  const durationMs = performance.now() - started;
  const line = { time, client: socket.remoteAddress, method, url, httpVersion, headers, status: 200, durationMs };
  writeSync(log, `${JSON.stringify(line)}\n`);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
