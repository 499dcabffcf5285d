// node:http, as people write it: no log, or one JSON line a request with all of its headers. With a certificate, node:https.
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { openPages } from './pages.mjs';
import { ready } from './ready.mjs';

const [pagesFolder, logFile = '', certFile, keyFile] = process.argv.slice(2);
const pages = openPages(pagesFolder);
const log = logFile === '' ? undefined : createWriteStream(logFile, { flags: 'a' });
const DIVIDE = /^\/div\/([^/]+)\/to\/([^/]+)$/;

const serve = (request, response) => {
  const startedMs = performance.now();
  const [status, page] = answer(request);
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page) });
  response.end(page);
  if (log === undefined) return;
  const { method, url, httpVersion, headers, socket } = request;
  const time = new Date().toISOString();
  const durationMs = performance.now() - startedMs;
  const line = { time, client: socket.remoteAddress, method, url, httpVersion, headers, status, durationMs };
  log.write(`${JSON.stringify(line)}\n`);
};
const secured = () => ({ cert: readFileSync(certFile), key: readFileSync(keyFile), minVersion: 'TLSv1.3' });
const server = certFile === undefined ? createServer(serve) : createSecureServer(secured(), serve);
// As long as Velosiped waits; by default it is 5 seconds, too short to count idle connections.
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => ready(server.address().port, certFile && 'https'));

function answer({ method, url, headers: { cookie } }) {
  if (method === 'GET' && url === '/') return [200, pages.start(cookie)];
  if (method === 'POST' && url === '/short_log/0') return [200, pages.post(cookie)];
  const values = method === 'GET' ? DIVIDE.exec(url) : null;
  const divided = values === null ? undefined : pages.divide(values[1], values[2], cookie);
  return divided === undefined ? [404, pages.notFound(cookie)] : [200, divided];
}
