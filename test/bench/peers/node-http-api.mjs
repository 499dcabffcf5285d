// node:http, as people write an API: a fixed answer, a body validated by ajv, texts of several lengths, events. No log.
import { createServer } from 'node:http';
import { Ajv } from 'ajv';
import { hello, ride } from './api.mjs';
import { ready } from './ready.mjs';

const isRide = new Ajv().compile(ride);
const greeting = JSON.stringify(hello);
const texts = new Map();

const server = createServer((request, response) => {
  const { method, url } = request;
  if (method === 'GET' && url === '/hello') return send(response, 200, greeting);
  if (method === 'POST' && url === '/rides') return book(request, response);
  if (method === 'GET' && url.startsWith('/bytes/'))
    return send(response, 200, textOf(url), 'text/plain; charset=utf-8');
  if (method === 'GET' && url === '/ticks') return tick(response);
  send(response, 404, '{"error":"Not found"}');
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => ready(server.address().port));

function book(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let sent;
    try {
      sent = JSON.parse(Buffer.concat(chunks).toString());
    } catch {
      return send(response, 400, '{"error":"The body is not JSON"}');
    }
    if (!isRide(sent)) return send(response, 400, JSON.stringify({ errors: isRide.errors }));
    send(response, 200, JSON.stringify({ booked: sent.seats, total: sent.seats * sent.price }));
  });
}

function tick(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const timer = setInterval(() => response.write('data: tick\n\n'), 1000);
  response.on('close', () => clearInterval(timer));
}

function textOf(url) {
  const known = texts.get(url);
  if (known !== undefined) return known;
  const made = Buffer.alloc(Number(url.slice('/bytes/'.length)), 'x');
  texts.set(url, made);
  return made;
}

function send(response, status, body, type = 'application/json') {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
