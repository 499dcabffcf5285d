import type { Results, Round, ServerRounds } from './results.ts';
import { median } from './statistics.ts';
import { short } from './write-tables.ts';

/** An SVG of the main table: bars of CPU time and of throughput. It brings its own background, light or dark. */
export function drawChart({ loads }: Results): string {
  const servers = loads.find(({ id }) => id === 'divide')?.servers ?? [];
  const panels = [
    panel(servers, 'CPU time per request in µs: less is better', ({ cpuMicros }) => cpuMicros),
    panel(servers, 'Requests per second: more is better', ({ requestsPerSecond }) => requestsPerSecond),
  ];
  const panelHeight = TITLE_HEIGHT + servers.length * ROW_HEIGHT + GAP;
  const height = MARGIN + panels.length * panelHeight;
  const shapes = panels.map((lines, at) => {
    return `<g transform="translate(0 ${MARGIN + at * panelHeight})">\n${lines.join('\n')}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">What a request costs Velosiped and other servers, as in the first table</title>
<style>${STYLE}</style>
<rect class="card" width="${WIDTH}" height="${height}" rx="8"/>
${shapes.join('\n')}
</svg>
`;
}

export const WIDTH = 820;
const MARGIN = 20;
const TITLE_HEIGHT = 30;
const ROW_HEIGHT = 26;
const BAR_HEIGHT = 18;
const GAP = 20;
const BARS_X = 310;
/** Room for the value at the end of the longest bar. */
const BARS_WIDTH = WIDTH - BARS_X - 90;

/** Of all charts: each brings its own background, light or dark. */
export const STYLE = `
text { font: 14px system-ui, sans-serif; fill: #1b1f24 }
.title, .own { font-weight: 600 }
.card { fill: #fff; stroke: #d5dae0 }
.bar { fill: #8a929e }
.bar.own { fill: #0b6fd8 }
.line { fill: none; stroke: #8a929e; stroke-width: 2 }
.line.own { stroke: #0b6fd8 }
@media (prefers-color-scheme: dark) {
text { fill: #e8ebef }
.card { fill: #1b1f24; stroke: #4a525c }
.bar { fill: #7d8794 }
.bar.own { fill: #4b9bf5 }
.line { stroke: #7d8794 }
.line.own { stroke: #4b9bf5 }
}
`;

function panel(servers: readonly ServerRounds[], title: string, figure: (round: Round) => number): string[] {
  const values = servers.map(({ rounds }) => median(rounds.map(figure)));
  const highest = Math.max(...values);
  const rows = servers.flatMap(({ name }, at) => {
    const value = values[at] ?? 0;
    const y = TITLE_HEIGHT + at * ROW_HEIGHT;
    const width = ((value / highest) * BARS_WIDTH).toFixed(1);
    const own = at === 0 ? ' own' : '';
    const textY = y + BAR_HEIGHT - 4;
    const valueX = (BARS_X + Number(width) + 8).toFixed(1);
    return [
      `<text class="name${own}" x="${BARS_X - 10}" y="${textY}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="bar${own}" x="${BARS_X}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="2"/>`,
      `<text class="value${own}" x="${valueX}" y="${textY}">${short(value)}</text>`,
    ];
  });
  return [`<text class="title" x="${MARGIN}" y="14">${title}</text>`, ...rows];
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
