import type { PathSegment } from '../../contract/program.ts';
import type { KeyPath, LocatedManifest } from '../1-read/located-manifest.ts';
import type { RouteShape } from '../2-validate/manifest-shape.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../default-limits.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { parseDuration, parseSize } from '../parse-quantity.ts';
import type { LintInput } from './lint-input.ts';
import type { LintedPath, LintedPaths } from './lint-paths.ts';

/**
 * Limits and timeouts that leave each other, or the routes, no room. One that is only larger than it can ever matter
 * contradicts nothing, unless the manifest says both. Faults: contradictory-limits, unreachable-route.
 */
export function lintLimits(input: LintInput, paths: LintedPaths): void {
  lintBodyTimeouts(input);
  lintHeaderLimits(input);
  lintConnections(input);
  lintBodies(input);
  lintRequestLine(input, paths);
}

/** A short time for whole bodies alone is no mistake, though the default of the other is longer. */
function lintBodyTimeouts({ manifest, located, damage, findings }: LintInput): void {
  const { bodyIdle, body } = manifest.server?.timeouts ?? {};
  const path = ['server', 'timeouts'];
  if (bodyIdle === undefined || (body === undefined && damage.touches(path, ['body']))) return;
  const whole = body ?? DEFAULT_TIMEOUTS.body;
  if (parseDuration(bodyIdle) <= parseDuration(whole)) return;
  const times = [shown(located, [...path, 'bodyIdle'], bodyIdle), shown(located, [...path, 'body'], whole)];
  findings.add({
    code: 'contradictory-limits',
    at: located.valueAt([...path, 'bodyIdle']),
    message: `Cannot wait ${times[0]} for the next byte of a body: a whole body has ${times[1]}`,
    hint: `let "bodyIdle" be at most "body"${body === undefined ? `, which is ${whole} by default` : ''}`,
    related: body === undefined ? [] : [{ ...located.valueAt([...path, 'body']), message: 'that time is here' }],
  });
}

/** A name of one character, a colon, CRLF (RFC 9112 §5). */
const FIELD_LINE_BYTES_MIN = 4;

/** Who writes only the count may mean that it shall never matter. */
function lintHeaderLimits({ manifest, located, findings }: LintInput): void {
  const { headers, headerCount } = manifest.server?.limits ?? {};
  if (headers === undefined || headerCount === undefined) return;
  const most = Math.floor(parseSize(headers) / FIELD_LINE_BYTES_MIN);
  if (headerCount <= most) return;
  const path = ['server', 'limits'];
  const count = shown(located, [...path, 'headerCount'], headerCount);
  const bytes = shown(located, [...path, 'headers'], inBytes(headers));
  findings.add({
    code: 'contradictory-limits',
    at: located.valueAt([...path, 'headerCount']),
    message: `Cannot accept ${count} header fields: ${bytes} have room for ${most}`,
    hint: `let "headerCount" be at most ${most}, or raise "headers"`,
    related: [{ ...located.valueAt([...path, 'headers']), message: 'the limit of their size is here' }],
  });
}

/** Where only the limit of one body is said, all together have as much. */
function lintBodies({ manifest, located, damage, findings }: LintInput): void {
  const { body, bodies } = manifest.server?.limits ?? {};
  const path = ['server', 'limits'];
  if (bodies === undefined || (body === undefined && damage.touches(path, ['body']))) return;
  const one = body ?? DEFAULT_LIMITS.body;
  if (parseSize(bodies) >= parseSize(one)) return;
  const sizes = [shown(located, [...path, 'body'], inBytes(one)), shown(located, [...path, 'bodies'], inBytes(bodies))];
  findings.add({
    code: 'contradictory-limits',
    at: located.valueAt([...path, 'bodies']),
    message: `One body may have ${sizes[0]}, and all together ${sizes[1]}`,
    hint: `let "bodies" be at least "body"${body === undefined ? `, which is ${one} by default` : ''}`,
    related: body === undefined ? [] : [{ ...located.valueAt([...path, 'body']), message: 'the limit of one is here' }],
  });
}

/** Who writes only the limit of a client may mean that it shall never matter. */
function lintConnections({ manifest, located, findings }: LintInput): void {
  const { connections, connectionsPerClient } = manifest.server?.limits ?? {};
  if (connections === undefined || connectionsPerClient === undefined || connectionsPerClient <= connections) return;
  const path = ['server', 'limits'];
  const own = shown(located, [...path, 'connectionsPerClient'], connectionsPerClient);
  findings.add({
    code: 'contradictory-limits',
    at: located.valueAt([...path, 'connectionsPerClient']),
    message: `One client may have ${own} connections, and all together ${shown(located, [...path, 'connections'], connections)}`,
    hint: 'let "connectionsPerClient" be at most "connections"',
    related: [{ ...located.valueAt([...path, 'connections']), message: 'the limit of all is here' }],
  });
}

/** What came from the environment is shown as it is written. */
function shown(located: LocatedManifest, path: KeyPath, value: number | string): string {
  return located.writtenAt(path) ?? String(value);
}

function inBytes(size: number | string): string {
  return typeof size === 'number' ? `${size} bytes` : size;
}

/** A path, and the fewest bytes that a request line with it has. */
interface RequestedPath {
  readonly route: string;
  readonly path: LintedPath;
  readonly bytes: number;
}

/** A path that has no room in a request line; where none has, it is the limit that is wrong. */
function lintRequestLine(input: LintInput, paths: LintedPaths): void {
  const { manifest, located, damage, findings } = input;
  const limitPath = ['server', 'limits', 'requestLine'];
  const { requestLine } = manifest.server?.limits ?? {};
  if (requestLine === undefined && damage.touches(['server', 'limits'], ['requestLine'])) return;
  const limit = requestLine ?? DEFAULT_LIMITS.requestLine;
  const requested = [...paths].flatMap(([route, own]) => own.map((path) => requestOf(input, route, path)));
  const long = requested.filter(({ bytes }) => bytes > parseSize(limit));
  const shortest = long.reduce((least, { bytes }) => Math.min(least, bytes), Number.POSITIVE_INFINITY);
  if (requestLine !== undefined && long.length > 0 && long.length === requested.length) {
    const message = `Cannot accept any request for a route: the shortest request line has ${shortest} bytes`;
    const hint = `let "requestLine" be at least ${shortest}`;
    findings.add({ code: 'contradictory-limits', at: located.valueAt(limitPath), message, hint });
    return;
  }
  for (const { route, path, bytes } of long) {
    findings.add({
      code: 'unreachable-route',
      at: located.valueAt(path.at),
      message: `Cannot reach the route "${route}" by this path: its request line has at least ${bytes} bytes`,
      hint: `raise server.limits.requestLine, which is ${shown(located, limitPath, inBytes(limit))}${requestLine === undefined ? ' by default' : ''}`,
      related:
        requestLine === undefined ? [] : [{ ...located.valueAt(limitPath), message: 'the limit of that is here' }],
    });
  }
}

function requestOf(input: LintInput, route: string, path: LintedPath): RequestedPath {
  const shape = input.manifest.routes?.[route];
  const methods = shape?.methods ?? DEFAULT_ROUTE_METHODS;
  const method = Math.min(...methods.map(({ length }) => length));
  const segments = path.segments.reduce((bytes, segment) => bytes + '/'.length + bytesMin(segment, shape), 0);
  return { route, path, bytes: method + ' '.length + segments + ' HTTP/1.1'.length };
}

/** A character of a parameter has one octet at least; of a number any count of digits may be spelt with an exponent. */
function bytesMin(segment: PathSegment, route: RouteShape | undefined): number {
  if (segment.kind === 'literal') {
    return Buffer.byteLength(segment.text) + 2 * Buffer.byteLength(segment.text.replace(PLAIN_CHARACTERS, ''));
  }
  const schema = route?.params?.[segment.name];
  return Math.max(1, schema?.type === 'string' ? (schema.minLength ?? 1) : 1);
}

/** Those that a path can hold as they are (RFC 3986 §3.3: pchar), and four that browsers leave alone there. */
const PLAIN_CHARACTERS = /[A-Za-z0-9\-._~!$&'()*+,;=:@[\]|^]/g;
