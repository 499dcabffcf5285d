// express.static, without a log.
import express from 'express';
import { ready } from './ready.mjs';

const [folder] = process.argv.slice(2);
const app = express();
app.use(express.static(folder));
const server = app.listen(0, '127.0.0.1', () => ready(server.address().port));
