// Fastify with its logger, pino, writing to a file.
import Fastify from 'fastify';
import { openPages } from './pages.mjs';
import { ready } from './ready.mjs';

const [pagesFolder, logFile] = process.argv.slice(2);
const pages = openPages(pagesFolder);
const fastify = Fastify({ logger: { level: 'info', file: logFile } });

fastify.get('/', (request, reply) => {
  reply.type('text/html; charset=utf-8').send(pages.start(request.headers.cookie));
});
fastify.get('/div/:dividend/to/:divisor', (request, reply) => {
  const { dividend, divisor } = request.params;
  const page = pages.divide(dividend, divisor, request.headers.cookie);
  if (page === undefined) reply.callNotFound();
  else reply.type('text/html; charset=utf-8').send(page);
});
fastify.post('/short_log/0', (request, reply) => {
  reply.type('text/html; charset=utf-8').send(pages.post(request.headers.cookie));
});
fastify.setNotFoundHandler((request, reply) => {
  reply.code(404).type('text/html; charset=utf-8').send(pages.notFound(request.headers.cookie));
});

await fastify.listen({ host: '127.0.0.1', port: 0 });
ready(fastify.server.address().port);
