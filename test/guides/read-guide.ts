/** What a guide asks its reader to do, in its order. */
export type Step =
  /** A fenced block with the name of a file behind its language: ```yaml routes.yaml. With a plus sign it is added to the file. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly added: boolean }
  /** A line of a `console` block that begins with `$ `, with what the guide shows under it. */
  | { readonly kind: 'command'; readonly command: string; readonly shown: readonly string[]; readonly line: number };

/** The steps of a page in Markdown. Blocks without a file's name, and languages but `console`, are for the eye only. */
export function readGuide(page: string): readonly Step[] {
  const steps: Step[] = [];
  const lines = page.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [fence, language = '', path, sign] = /^```(\w+)(?: (\S+))?( \+)?$/.exec(lines[at] ?? '') ?? [];
    if (fence === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end === -1) throw new Error(`line ${at + 1}: this block has no end`);
    const block = lines.slice(at + 1, end);
    if (path !== undefined)
      steps.push({ kind: 'file', path, text: `${block.join('\n')}\n`, added: sign !== undefined });
    else if (language === 'console') steps.push(...readConsole(block, at + 2));
    at = end;
  }
  return steps;
}

function readConsole(block: readonly string[], firstLine: number): readonly Step[] {
  const starts = block.flatMap((line, at) => (line.startsWith('$ ') ? [at] : []));
  if (starts[0] !== 0) throw new Error(`line ${firstLine}: a console block begins with "$ "`);
  return starts.map((start, index) => ({
    kind: 'command',
    command: (block[start] ?? '').slice(2).replace(/\s+#\s.*$/, ''),
    shown: block.slice(start + 1, starts[index + 1]),
    line: firstLine + start,
  }));
}

/** Whether an output is as shown: `…` is for anything in a line, and a line of its own for any number of lines. */
export function isAsShown(shown: readonly string[], output: string): boolean {
  const pattern = shown.map((line) => {
    if (line.trim() === '…') return '(?:.*\n)*';
    const parts = line.trimEnd().split('…');
    return `${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}\n`;
  });
  return new RegExp(`^${pattern.join('')}$`).test(tidied(output));
}

/** Without what no page shows: carriage returns, and space at the end of lines and of the output. */
export function tidied(output: string): string {
  const text = output.replace(/[ \t\r]+$/gm, '').replace(/\n+$/, '');
  return text === '' ? '' : `${text}\n`;
}
