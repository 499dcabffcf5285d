import { goals, verdict } from './goals.ts';
import type {
  EventFigures,
  Growth,
  LoadTable,
  MemoryFigures,
  MicroFigures,
  NewcomerFigures,
  Results,
  Round,
  SoakFigures,
  StartFigures,
} from './results.ts';
import { ratio, type Spread, spread } from './statistics.ts';

/** Markdown lines: what is asked of the server beside what it reached. */
export function goalLines(results: Results): readonly string[] {
  const rows = goals(results).map((goal) => {
    const sign = goal.sense === 'at least' ? '≥' : '≤';
    const bounds = [goal.must, goal.aim].map((bound) => `${sign} ${bound} ${goal.unit}`);
    const reached = goal.reached === undefined ? '–' : `${shown(goal.reached)} ${goal.unit}`;
    return [goal.measure, reached, ...bounds, verdict(goal)];
  });
  return table(['measure', 'reached', 'must', 'aim', ''], rows);
}

/** Servers under one load. A ratio is that of the first server to the one of the row. */
export function loadLines({ servers, mode, skipped }: LoadTable): readonly string[] {
  const [first] = servers;
  const batches = mode === 'pipelined'; // wrk times whole batches then
  const figures: readonly (readonly [string, (round: Round) => number])[] = [
    ['CPU µs/request', ({ cpuMicros }) => cpuMicros],
    ['requests/s', ({ requestsPerSecond }) => requestsPerSecond],
    ...(batches ? [] : [['p99 ms', ({ p99Ms }: Round) => p99Ms] as const]),
  ];
  const rows = servers.map((server) => {
    const cells = figures.flatMap(([, figure]) => {
      const own = server.rounds.map(figure);
      const ofFirst = first === server || first === undefined ? '' : times(ratio(first.rounds.map(figure), own));
      return [shown(spread(own)), ofFirst];
    });
    return [server.name, ...cells];
  });
  const heads = figures.flatMap(([head]) => [head, 'ratio']);
  const notes = skipped.map((reason) => `Not measured: ${reason}.`);
  return [...table(['server', ...heads], rows), ...(notes.length === 0 ? [] : ['', ...notes])];
}

/** How a cost grows: a column for each size. */
export function growthLines({ sizes, servers }: Growth): readonly string[] {
  const rows = servers.flatMap(({ name, cpuMicros }) => {
    const first = cpuMicros[0] ?? [];
    const grown = cpuMicros.map((rounds, at) => (at === 0 ? '' : `${short(ratio(rounds, first).median)} ×`));
    return [
      [name, ...cpuMicros.map((rounds) => shown(spread(rounds)))],
      ['… ratio to the first', ...grown],
    ];
  });
  return table(['CPU µs/request', ...sizes.map(count)], rows);
}

/** Open event streams. */
export function eventLines({ servers }: EventFigures): readonly string[] {
  const [first] = servers;
  const rows = servers.map((server) => {
    const cells = (['cpuMicros', 'addedKib'] as const).flatMap((figure) => [
      shown(spread(server[figure])),
      server === first || first === undefined ? '' : times(ratio(first[figure], server[figure])),
    ]);
    return [server.name, ...cells];
  });
  return table(['server', 'CPU µs/event', 'ratio', 'KiB each', 'ratio'], rows);
}

/** The reader and the matcher alone. */
export function microLines({ reader, matcher }: MicroFigures): readonly string[] {
  const readerRows = reader.map(({ name, requestBytes, nanos }) => {
    const each = spread(nanos.map((value) => value / 1000));
    const perSecond = count(1e6 / each.median);
    const mibPerSecond = count((requestBytes * 1e6) / each.median / 2 ** 20);
    return [name, shown(each), perSecond, mibPerSecond];
  });
  // The second half has the same paths among more routes.
  const matcherRows = matcher.map(({ name, nanos }, at) => {
    const few = matcher[at - matcher.length / 2];
    return [name, shown(spread(nanos)), few === undefined ? '' : times(ratio(nanos, few.nanos))];
  });
  return [
    ...table([`reader, requests of ${reader[0]?.requestBytes} bytes`, 'µs/request', 'requests/s', 'MiB/s'], readerRows),
    '',
    ...table(['matcher', 'ns/match', 'ratio to few routes'], matcherRows),
  ];
}

/** A new visitor beside those that pipeline. */
export function newcomerLines({ servers }: NewcomerFigures): readonly string[] {
  const rows = servers.map(({ name, firstByteMs, answersPerSecond }) => [
    name,
    shown(spread(firstByteMs)),
    shown(spread(answersPerSecond)),
  ]);
  return table(['server', 'ms to the first byte', 'pipelined answers/s'], rows);
}

/** Memory of idle connections. */
export function memoryLines({ connections, servers }: MemoryFigures): readonly string[] {
  const rows = servers.map(({ name, beforeMib, afterMib }) => {
    const added = spread(afterMib.map((after, run) => after - (beforeMib[run] ?? Number.NaN)));
    const each = ((added.median * 1024) / connections).toFixed(1);
    return [name, shown(spread(beforeMib)), shown(spread(afterMib)), shown(added), each];
  });
  return table(['server', 'before MiB', 'after MiB', 'added MiB', 'KiB each'], rows);
}

/** Time to the first answer. */
export function startLines({ answerMs, emptyMs }: StartFigures): readonly string[] {
  return table(
    ['from the command', 'ms', 'ratio'],
    [
      ['to the first answer', shown(spread(answerMs)), times(ratio(answerMs, emptyMs))],
      ['to the end of an empty script', shown(spread(emptyMs)), ''],
    ],
  );
}

/** Memory under a long load. */
export function soakLines({ minutes, requests, ...mib }: SoakFigures): readonly string[] {
  const ratios = (mib.lastMinuteMib / mib.firstMinuteMib).toFixed(2);
  return table(
    ['minutes', 'requests', 'first minute MiB', 'last minute MiB', 'ratio', 'highest MiB'],
    [
      [
        String(minutes),
        count(requests),
        short(mib.firstMinuteMib),
        short(mib.lastMinuteMib),
        `${ratios} ×`,
        short(mib.highestMib),
      ],
    ],
  );
}

/** How much others disturbed the run. */
export function peaceLine({ loads }: Pick<Results, 'loads'>): string {
  const rounds = loads.flatMap(({ servers }) => servers.flatMap((server) => server.rounds));
  const { median, max } = spread(rounds.map(({ othersShare }) => othersShare * 100));
  return `other programs kept ${short(median)} % of the processors busy while it ran (in the worst round ${short(max)} %)`;
}

/** With as many digits as mean something: 0.65, 34.2, 214, 15,300. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return size >= 100 ? count(value) : value.toFixed(size >= 10 ? 1 : 2);
}

function shown({ median, min, max }: Spread): string {
  return `${short(median)} (${short(min)}–${short(max)})`;
}

function times(spread: Spread): string {
  return `${shown(spread)} ×`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)];
}
