// Express with morgan's combined log to a file. The bench sets NODE_ENV=production.
import { createWriteStream } from 'node:fs';
import express from 'express';
import morgan from 'morgan';
import { openPages } from './pages.mjs';
import { ready } from './ready.mjs';

const [pagesFolder, logFile] = process.argv.slice(2);
const pages = openPages(pagesFolder);
const app = express();
app.use(morgan('combined', { stream: createWriteStream(logFile, { flags: 'a' }) }));

app.get('/', (request, response) => {
  response.send(pages.start(request.headers.cookie));
});
app.get('/div/:dividend/to/:divisor', (request, response, next) => {
  const { dividend, divisor } = request.params;
  const page = pages.divide(dividend, divisor, request.headers.cookie);
  if (page === undefined) next();
  else response.send(page);
});
app.post('/short_log/0', (request, response) => {
  response.send(pages.post(request.headers.cookie));
});
app.use((request, response) => {
  response.status(404).send(pages.notFound(request.headers.cookie));
});

const server = app.listen(0, '127.0.0.1', () => ready(server.address().port));
