// Hono on its adapter for Node, without a log.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { openPages } from './pages.mjs';
import { ready } from './ready.mjs';

const [pagesFolder] = process.argv.slice(2);
const pages = openPages(pagesFolder);
const app = new Hono();

app.get('/', (c) => c.html(pages.start(c.req.header('Cookie'))));
app.get('/div/:dividend/to/:divisor', (c) => {
  const { dividend, divisor } = c.req.param();
  const page = pages.divide(dividend, divisor, c.req.header('Cookie'));
  return page === undefined ? c.notFound() : c.html(page);
});
app.post('/short_log/0', (c) => c.html(pages.post(c.req.header('Cookie'))));
app.notFound((c) => c.html(pages.notFound(c.req.header('Cookie')), 404));

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => ready(port));
