// Fastify with its logger, pino, writing to a file, a schema for the body (ajv), and one for its answer (fast-json-stringify).
import Fastify from 'fastify';
import { hello, ride } from './api.mjs';
import { ready } from './ready.mjs';

const [logFile] = process.argv.slice(2);
const fastify = Fastify({ logger: { level: 'info', file: logFile } });

fastify.get('/hello', () => hello);
const booking = { type: 'object', properties: { booked: { type: 'integer' }, total: { type: 'number' } } };
fastify.post('/rides', { schema: { body: ride, response: { 200: booking } } }, ({ body: { seats, price } }) => ({
  booked: seats,
  total: seats * price,
}));

await fastify.listen({ host: '127.0.0.1', port: 0 });
ready(fastify.server.address().port);
