/** A TypeScript source with its comments blanked out and every text literal replaced by `"n"`, n being its place in `texts`. */
export interface SourceTokens {
  readonly code: string;
  readonly texts: readonly string[];
}

type Sink = { code: string; readonly texts: string[] };

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const QUOTED = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
/** A slash after one of these begins a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[-+*%=(,:;!&|?{}[<>~^]|=>|\b(?:return|case|typeof|in|of|await|yield))\s*$/;

/** Tells code from comments and texts, so that a rule about code cannot trip over prose, nor be hidden by it. */
export function sourceTokens(source: string): SourceTokens {
  const sink: Sink = { code: '', texts: [] };
  scan(source, 0, sink, false);
  return sink;
}

/** Scans code from `at`; inside a template's `${…}` until its closing brace. Returns where it stopped. */
function scan(source: string, start: number, sink: Sink, nested: boolean): number {
  let at = start;
  let depth = 0;
  while (at < source.length) {
    const comment = matchAt(COMMENT, source, at);
    const quoted = matchAt(QUOTED, source, at);
    const regex =
      source[at] === '/' && BEFORE_REGEX.test(sink.code.slice(-40)) ? matchAt(REGEX, source, at) : undefined;
    const char = source.charAt(at);
    if (comment !== undefined) {
      sink.code += ' ';
      at += comment.length;
    } else if (quoted !== undefined) {
      pushText(sink, quoted.slice(1, -1));
      at += quoted.length;
    } else if (regex !== undefined) {
      pushText(sink, regex);
      at += regex.length;
    } else if (char === '`') {
      at = scanTemplate(source, at + 1, sink);
    } else {
      if (char === '{') depth += 1;
      if (char === '}' && depth-- === 0 && nested) return at + 1;
      sink.code += char;
      at += 1;
    }
  }
  return at;
}

function scanTemplate(source: string, start: number, sink: Sink): number {
  let at = start;
  for (;;) {
    const text = matchAt(TEMPLATE_TEXT, source, at) ?? '';
    pushText(sink, text);
    at += text.length;
    if (!source.startsWith('${', at)) return at + 1; // past the closing backtick, or the end of a broken file
    sink.code += ' + (';
    at = scan(source, at + 2, sink, true);
    sink.code += ') + ';
  }
}

function pushText(sink: Sink, text: string): void {
  sink.code += `"${sink.texts.length}"`;
  sink.texts.push(text);
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
