import { cutToWidth, displayWidth } from './display-width.ts';

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
