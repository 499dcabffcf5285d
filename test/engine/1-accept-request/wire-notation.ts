/** Escapes by their letter; `\xNN` stands for any other octet. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['r', '\r'],
  ['n', '\n'],
  ['t', '\t'],
  ['0', '\0'],
  ['\\', '\\'],
  ['{', '{'],
  ['}', '}'],
]);

/** An escape, a repetition, or one visible character or space that has no meaning of its own. */
const NOTATION =
  /\\(?:x(?<hex>[0-9A-Fa-f]{2})|(?<named>[rnt0\\{}]))|\{(?<text>(?:[^{}\\]|\\[^{}]|\\[{}])*)\*(?<times>\d+)\}|(?<plain>[ -[\]-z|~])/y;

/** Reads one line of the notation (vectors/README.md) into the octets it means, each as the character of its number. */
export function decodeWire(text: string): string {
  let wire = '';
  NOTATION.lastIndex = 0;
  while (NOTATION.lastIndex < text.length) {
    const at = NOTATION.lastIndex;
    const parts = NOTATION.exec(text)?.groups;
    if (parts === undefined) throw new SyntaxError(`Cannot read the notation "${text}" from character ${at + 1} on`);
    const after = NOTATION.lastIndex;
    wire += meaning(parts);
    NOTATION.lastIndex = after;
  }
  return wire;
}

function meaning(parts: Readonly<Record<string, string | undefined>>): string {
  const { hex, named, text, times, plain } = parts;
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (named !== undefined) return NAMED.get(named) ?? '';
  if (text !== undefined) return decodeWire(text).repeat(Number(times));
  return plain ?? '';
}

/** Writes octets in the notation, for a person who has to compare them. */
export function showWire(wire: string): string {
  return wire.replace(
    /[^ -[\]-z|~]/g,
    (octet) => LETTERS.get(octet) ?? `\\x${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

const LETTERS: ReadonlyMap<string, string> = new Map([...NAMED].map(([letter, octet]) => [octet, `\\${letter}`]));
