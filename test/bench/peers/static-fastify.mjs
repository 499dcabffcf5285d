// @fastify/static, without a log.
import fastifyStatic from '@fastify/static';
import Fastify from 'fastify';
import { ready } from './ready.mjs';

const [folder] = process.argv.slice(2);
const fastify = Fastify();
fastify.register(fastifyStatic, { root: folder });
await fastify.listen({ host: '127.0.0.1', port: 0 });
ready(fastify.server.address().port);
