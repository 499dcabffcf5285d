import { escaped, STYLE, WIDTH } from './draw-chart.ts';
import type { Growth } from './results.ts';
import { median } from './statistics.ts';
import { GROWTH } from './write-report.ts';
import { short } from './write-tables.ts';

/** An SVG with a panel for each thing that costs can grow with: CPU time per request from zero up, sizes evenly apart. */
export function drawGrowth(growth: readonly Growth[]): string {
  const height = MARGIN + growth.length * PANEL_HEIGHT;
  const panels = growth.map((one, at) => {
    return `<g transform="translate(0 ${MARGIN + at * PANEL_HEIGHT})">\n${panel(one).join('\n')}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">How the CPU time of a request grows</title>
<style>${STYLE}</style>
<rect class="card" width="${WIDTH}" height="${height}" rx="8"/>
${panels.join('\n')}
</svg>
`;
}

const MARGIN = 24;
const PANEL_HEIGHT = 230;
const LEFT = 60;
/** Room for the name at the end of a line. */
const RIGHT = 200;
const TOP = 24;
const PLOT_HEIGHT = 140;

function panel({ id, sizes, servers }: Growth): string[] {
  const lines = servers.map(({ name, cpuMicros }) => ({ name, values: cpuMicros.map(median) }));
  const highest = Math.max(...lines.flatMap(({ values }) => values));
  const x = (at: number): number => LEFT + (at / (sizes.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + PLOT_HEIGHT * (1 - value / highest);
  const drawn = lines.flatMap(({ name, values }, line) => {
    const own = line === 0 ? ' own' : '';
    const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    const labels = values.map((value, at) => {
      return `<text class="value${own}" x="${x(at).toFixed(1)}" y="${(y(value) - 6).toFixed(1)}" text-anchor="middle">${short(value)}</text>`;
    });
    const end = y(values.at(-1) ?? 0) + 4;
    const named = `<text class="name${own}" x="${WIDTH - RIGHT + 22}" y="${end.toFixed(1)}">${escaped(name)}</text>`;
    return [`<polyline class="line${own}" points="${points}"/>`, ...labels, named];
  });
  const axis = sizes.map((size, at) => {
    return `<text x="${x(at).toFixed(1)}" y="${TOP + PLOT_HEIGHT + 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`;
  });
  const title = `<text class="title" x="20" y="0">${GROWTH[id].title}: CPU time per request in µs</text>`;
  return [title, ...drawn, ...axis];
}
