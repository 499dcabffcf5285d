import type { Spot } from '../../2-validate/spot.ts';
import type { LintInput } from '../lint-input.ts';

/** Logs that go elsewhere, or show more, than is meant. Both can be meant, so these are warnings. Faults: stream-by-name, open-secret. */
export function lintLogs(input: LintInput): void {
  const { access, error, at } = input.site.logs;
  lintFile(input, access.file, at.in('access', 'file'));
  lintFile(input, error.file, at.in('error', 'file'));
  lintRedacted(input, at.in('access', 'redact'));
  lintRedacted(input, at.in('error', 'redact'));
  lintPasswords(input);
}

/** Each log has its own list. One that names any header field or cookie replaces the default. */
function lintPasswords({ site, findings }: LintInput): void {
  const gates = [...site.groups, ...site.routes.values()];
  const asked = gates.find(({ guards }) => guards.some(({ found }) => found.kind === 'basic-auth'));
  if (asked === undefined) return;
  for (const log of ['access', 'error'] as const) {
    if (site.logs[log].redact.some((name) => name.toLowerCase() === 'authorization')) continue;
    findings.add({
      code: 'open-secret',
      at: site.logs.at.in(log, 'redact').key,
      message: `The ${log} log shows the header field "authorization", which has the passwords of velosiped:basicAuth`,
      hint: 'add "authorization" to the list',
      related: [{ ...asked.at.key, message: 'here it is asked for' }],
    });
  }
}

/** A name without a prefix is that of a header field. */
function lintRedacted({ site, findings }: LintInput, at: Spot): void {
  if (!Array.isArray(at.asWritten)) return;
  const lower = (names: Iterable<string>) => new Set([...names].map((name) => name.toLowerCase()));
  const routes = [...site.routes.values()];
  const fields = lower(routes.flatMap(({ parameters }) => parameters.headers.map(({ name }) => name)));
  const hidden = lower([...site.logs.access.redact, ...site.logs.error.redact]);
  const places = routes.flatMap(({ name: route, at: routeAt, body, parameters }) => [
    { prefix: 'body', names: lower(body?.properties.keys() ?? []), route, routeAt },
    { prefix: 'query', names: lower(parameters.query.map(({ name }) => name)), route, routeAt },
  ]);
  for (const [index, written] of at.asWritten.entries()) {
    const name = String(written).toLowerCase();
    const place = places.find(({ prefix, names }) => names.has(name) && !hidden.has(`${prefix}:${name}`));
    if (place === undefined || fields.has(name)) continue;
    const { prefix, route, routeAt } = place;
    findings.add({
      code: 'open-secret',
      at: at.in(String(index)).value,
      message: `The logs hide the header field "${written}", but not the "${written}" that the route "${route}" takes`,
      hint: `write "${prefix}:${written}"`,
      related: [{ ...routeAt.key, message: 'the route is here' }],
    });
  }
}

function lintFile({ findings }: LintInput, file: string | null, at: Spot): void {
  const stream = file === null ? undefined : STREAMS.get(file.toLowerCase());
  if (file === null || stream === undefined) return;
  const message = `Cannot reach ${stream} by "${file}"${file.includes('/') ? NOT_EVERYWHERE : NAME_OF_FILE}`;
  const hint = stream === 'stdout' ? '"-" means stdout' : '"-" means stdout; stderr is for what people read';
  findings.add({ code: 'stream-by-name', at: at.value, message, hint });
}

const NAME_OF_FILE = ': it is the name of a file here';
const NOT_EVERYWHERE =
  ' everywhere: where it is a socket, as under systemd, it cannot be opened so, and several processes would mix their lines';

const STREAMS: ReadonlyMap<string, 'stdout' | 'stderr'> = new Map([
  ...['stdout', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'].map((name) => [name, 'stdout'] as const),
  ...['stderr', '/dev/stderr', '/dev/fd/2', '/proc/self/fd/2'].map((name) => [name, 'stderr'] as const),
]);
