// sirv on node:http, as it is for production: it looks at the folder once, and never again.
import { createServer } from 'node:http';
import sirv from 'sirv';
import { ready } from './ready.mjs';

const [folder] = process.argv.slice(2);
const serve = sirv(folder, { etag: true });
const server = createServer((request, response) => serve(request, response));
server.listen(0, '127.0.0.1', () => ready(server.address().port));
