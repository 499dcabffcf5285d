import type { Terminal } from '../terminal.ts';

/** Shows the progress of the examples. */
export interface Progress {
  show(done: number, total: number): void;
  /** They have all been run. */
  end(): void;
}

/** A bar on a terminal; elsewhere lines, if they are wanted and there is much to wait for. */
export function openProgress(terminal: Terminal, { lines }: { readonly lines: boolean }): Progress {
  if (terminal.interactive) return openBar(terminal);
  return { show: lines ? showLines(terminal) : () => undefined, end: () => undefined };
}

const BAR_COLUMNS = 30;
const REDRAW_MS = 50;

function openBar(terminal: Terminal): Progress {
  let drawnMs = performance.now();
  let drawn = false;
  return {
    show(done, total) {
      const nowMs = performance.now();
      if (nowMs - drawnMs < REDRAW_MS) return;
      drawnMs = nowMs;
      drawn = true;
      const full = Math.floor((done / total) * BAR_COLUMNS);
      terminal.status(`examples [${'#'.repeat(full)}${'.'.repeat(BAR_COLUMNS - full)}] ${done} of ${total}`);
    },
    end() {
      if (drawn) terminal.status('');
    },
  };
}

/** Fewer than this are done before a line could be read. */
const LINES_FROM = 100;
const LINES = 10;

function showLines(terminal: Terminal): Progress['show'] {
  let shown = 0;
  return (done, total) => {
    const tenths = Math.floor((done * LINES) / total);
    if (total < LINES_FROM || tenths === shown) return;
    shown = tenths;
    terminal.err(`examples: ${done} of ${total}`);
  };
}
