/** The columns of a table, from left to right. */
export interface TableOptions {
  readonly head: readonly string[];
  /** Cells may be fewer than columns. */
  readonly rows: readonly (readonly string[])[];
  /** Longer lines are cut; undefined: none is. */
  readonly columnsMax: number | undefined;
  /** How a cell is coloured, after padding; `row` is undefined in the head. */
  paint(text: string, column: number, row: number | undefined): string;
}

const GAP = '  ';

/** The lines of a table, its columns aligned by the width that a terminal gives them, without blanks at their ends. */
export function tableLines({ head, rows, columnsMax, paint }: TableOptions): readonly string[] {
  const widths = head.map((title) => displayWidth(title));
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
  }
  const line = (cells: readonly string[], row: number | undefined): string => {
    const last = cells.findLastIndex((cell) => cell !== '');
    let left = columnsMax ?? Number.POSITIVE_INFINITY;
    let text = '';
    for (const [column, cell] of cells.slice(0, last + 1).entries()) {
      const gap = column === 0 ? '' : GAP;
      const shown = cutToWidth(cell, left - gap.length);
      if (shown === '' && cell !== '') break;
      text += gap + paint(shown, column, row);
      const width = widths[column] ?? 0;
      if (column < last) text += ' '.repeat(Math.max(0, Math.min(width, left - gap.length) - displayWidth(shown)));
      left -= gap.length + width;
    }
    return text.trimEnd();
  };
  return [line(head, undefined), ...rows.map((cells, index) => line(cells, index))];
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** A text in at most this many columns: the rest becomes an ellipsis. */
export function cutToWidth(text: string, widthMax: number): string {
  if (displayWidth(text) <= widthMax) return text;
  let kept = '';
  let width = ELLIPSIS.length;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += graphemeWidth(segment);
    if (width > widthMax) break;
    kept += segment;
  }
  return widthMax < ELLIPSIS.length ? '' : kept + ELLIPSIS;
}

const ELLIPSIS = '…';
const ASCII = /^[\x20-\x7E]*$/;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian wide and fullwidth characters (Unicode Standard Annex 11), and emoji. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]|\uFE0F/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
