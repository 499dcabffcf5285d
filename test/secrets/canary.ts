import fc from 'fast-check';

/** What every secret holds, and nothing else does. */
const WORDS = ['kanarie', 'канарейка'] as const;

/** Secrets: the words among what has a meaning in JSON, URLs, forms, fields and HTML. */
export const canary: fc.Arbitrary<string> = fc
  .tuple(around(), fc.constantFrom(...WORDS), around(), fc.constantFrom(...WORDS), around())
  .map((parts) => parts.join(''));

function around(): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'"\\%+&=;?#/<>\'{}[]:,. aZ9é—'), maxLength: 4 });
}

/** Whether a text shows a canary, in whatever way it is written. */
export function showsCanary(text: string): boolean {
  return readings(text).some((reading) => WORDS.some((word) => reading.includes(word)));
}

/** A text, and what it means: two escapes, one in the other, are common. */
function readings(text: string): readonly string[] {
  const once = [text, ...DECODERS.map((decode) => decode(text))];
  return [...new Set([...once, ...once.flatMap((reading) => DECODERS.map((decode) => decode(reading)))])];
}

const DECODERS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (octets) => Buffer.from(octets.replaceAll('%', ''), 'hex').toString()),
  (text) => text.replace(/[A-Za-z0-9+/]{12,}={0,2}/g, (code) => Buffer.from(code, 'base64').toString()),
  (text) =>
    text.replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex?: string, decimal?: string) => characterOf(hex, decimal)),
  (text) => Buffer.from(text, 'latin1').toString(),
];

function characterOf(hex: string | undefined, decimal: string | undefined): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
