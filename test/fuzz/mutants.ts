import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSite, replaceOnce } from '../start-server.ts';
import type { Random } from '../verdicts/random-source.ts';
import type { Group } from './run-group.ts';

const CONCURRENCY = 32;

/** Requests at the edge of a rule, changed in a few places. */
export const mutants: Group = {
  name: 'mutants',
  endless: true,
  growthMibMax: 150,
  exact: true,
  site: async () => createSite((manifest) => replaceOnce(manifest, 'notHttp: shutdown', 'notHttp: reject')).manifest,
  async attack({ random, exchanges, more }) {
    const seeds = readSeeds();
    const worker = async (): Promise<void> => {
      while (more()) await exchanges.send({ bytes: mutate(seeds, random) });
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  },
};

/** The requests of the conformance cases: each already stands at the edge of a rule. Where HEAD is, answers cannot be told apart. */
function readSeeds(): readonly Buffer[] {
  const path = join(import.meta.dirname, '../conformance/http1/cases.json');
  const cases: readonly { readonly send: readonly { readonly text?: string; readonly hex?: string }[] }[] = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  return cases.map(({ send }) => Buffer.concat(send.map(bytesOf))).filter((bytes) => !bytes.includes('HEAD'));
}

function bytesOf({ text = '', hex }: { readonly text?: string; readonly hex?: string }): Buffer {
  return hex === undefined ? Buffer.from(text, 'latin1') : Buffer.from(hex, 'hex');
}

/** What breaks parsers: line ends, separators, control bytes, numbers at their limits, names that frame messages. */
const SPLINTERS = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    ' ',
    '\t',
    ':',
    ';',
    ',',
    '=',
    '"',
    '\\',
    '%',
    '%00',
    '%zz',
    '/',
    '//',
    '?',
    '#',
    '\x7f',
    '\xff',
  ],
  ...['0', '-1', '+5', '00005', 'ffffffff', '10000000000000005', '9007199254740993', '1e999', '0x10'],
  ...['HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0', 'Host: a\r\n', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'],
  ...[
    'Connection: close\r\n',
    'Connection: keep-alive\r\n',
    'Expect: 100-continue\r\n',
    '\r\n\r\n',
    '0\r\n\r\n',
    '5;a=b\r\nhello\r\n',
  ],
].map((text) => Buffer.from(text, 'latin1'));

/** Changes a request in one to four places, each change of a kind that parsers are known to stumble over. */
function mutate(seeds: readonly Buffer[], random: Random): Buffer {
  const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;
  const nothing = Buffer.alloc(0);
  let bytes = pick(seeds, nothing);
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change++) {
    const at = Math.floor(random() * (bytes.length + 1));
    const length = Math.floor(random() * random() * 40);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (Math.floor(random() * 6)) {
      case 0: // a bit is flipped
        bytes = Buffer.concat([
          before,
          Buffer.of((after[0] ?? 0) ^ (1 << Math.floor(random() * 8))),
          after.subarray(1),
        ]);
        break;
      case 1: // bytes are lost
        bytes = Buffer.concat([before, after.subarray(length)]);
        break;
      case 2: // bytes come twice
        bytes = Buffer.concat([before, after.subarray(0, length), after]);
        break;
      case 3: // something dangerous is put in
        bytes = Buffer.concat([before, pick(SPLINTERS, nothing), after]);
        break;
      case 4: // something dangerous takes the place of something
        bytes = Buffer.concat([before, pick(SPLINTERS, nothing), after.subarray(length)]);
        break;
      default: // it goes on as another request
        bytes = Buffer.concat([before, pick(seeds, nothing)]);
    }
  }
  return bytes;
}
