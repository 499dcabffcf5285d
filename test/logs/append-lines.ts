/**
 * A process that appends to a.log as a server process does: `append-lines.ts FOLDER NAME LENGTH`, lines shorter than LENGTH. For
 * each line on stdin it takes some turns and answers with a line; at the end of stdin it closes its log, and says how many lines
 * it sent and what it said.
 */
import { createInterface } from 'node:readline';
import { openLogs } from '../../src/logs/open-logs.ts';

const [directory = '', name = '', length = ''] = process.argv.slice(2);
const said: string[] = [];
const opened = openLogs({
  settings: { access: { file: 'a.log' }, error: { file: null } },
  directory,
  shared: true,
  say: (line) => void said.push(line),
  nowMs: () => performance.now(),
  atTurnEnd: ({ flush }) => void setImmediate(flush),
});
if (opened.kind === 'failed') throw new Error(opened.message);
const { logs } = opened;

let sent = 0;
for await (const _ of createInterface({ input: process.stdin })) {
  for (let turn = 0; turn < 40; turn += 1) {
    for (let count = 0; count < 2; count += 1, sent += 1)
      logs.access(`${name}${sent} ${'x'.repeat((sent * 7919) % Number(length))};`);
    await new Promise(setImmediate);
  }
  console.log('done');
}
await logs.close();
console.log(JSON.stringify({ sent, said }));
