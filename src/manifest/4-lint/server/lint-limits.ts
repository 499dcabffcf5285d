import type { PathSegment } from '../../../contract/program.ts';
import type { Quantity, RoutePath, SiteRoute } from '../../3-resolve/site.ts';
import type { Finding } from '../../findings/findings.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Limits and timeouts that leave each other, or the routes, no room. A limit that is merely too large to matter
 * contradicts nothing, unless the manifest sets both. Faults: contradictory-limits, unreachable-route.
 */
export function lintLimits(input: LintInput): void {
  lintBodyTimeouts(input);
  lintHeaderLimits(input);
  lintConnections(input);
  lintBodies(input);
  lintRequestLine(input);
}

/** A short time for whole bodies alone is not a mistake, though the default of the other is longer. */
function lintBodyTimeouts(input: LintInput): void {
  const { timeouts, at } = input.site.server;
  const { bodyIdle: own, body: other } = timeouts;
  const isUnclear = other.isDefault && at.in('timeouts').lost('body');
  if (own.isDefault || isUnclear || own.value <= other.value) return;
  const message = `The next byte of a body may take ${shown(own)}, but a whole body only ${shown(other)}`;
  addContradiction(input, { own, other, message, hint: 'let "bodyIdle" be at most "body"', there: 'that time' });
}

/** A name of one character, a colon, CRLF (RFC 9112 §5). */
const FIELD_LINE_BYTES_MIN = 4;

/** If only the count is set, it may be meant never to matter. */
function lintHeaderLimits(input: LintInput): void {
  const { headers: other, headerCount: own } = input.site.server.limits;
  const most = Math.floor(other.value / FIELD_LINE_BYTES_MIN);
  if (other.isDefault || own.isDefault || own.value <= most) return;
  const message = `${shown(own)} header fields do not fit: ${shown(other)} have room for ${most}`;
  const hint = `let "headerCount" be at most ${most}, or raise "headers"`;
  addContradiction(input, { own, other, message, hint, there: 'the limit of their size' });
}

/** If only the limit of one body is set, all together have as much. */
function lintBodies(input: LintInput): void {
  const { limits, at } = input.site.server;
  const { body: other, bodies: own } = limits;
  const isUnclear = other.isDefault && at.in('limits').lost('body');
  if (own.isDefault || isUnclear || own.value >= other.value) return;
  const message = `One body may have ${shown(other)}, but all together only ${shown(own)}`;
  addContradiction(input, { own, other, message, hint: 'let "bodies" be at least "body"', there: 'the limit of one' });
}

/** If only the limit of a client is set, it may be meant never to matter. */
function lintConnections(input: LintInput): void {
  const { connections: other, connectionsPerClient: own } = input.site.server.limits;
  if (other.isDefault || own.isDefault || own.value <= other.value) return;
  const message = `One client may have ${shown(own)} connections, but all together only ${shown(other)}`;
  const hint = 'let "connectionsPerClient" be at most "connections"';
  addContradiction(input, { own, other, message, hint, there: 'the limit of all' });
}

interface Contradiction extends Pick<Finding, 'message'> {
  readonly own: Quantity;
  readonly other: Quantity;
  readonly hint: string;
  /** What the other one is. */
  readonly there: string;
}

function addContradiction({ findings }: LintInput, { own, other, message, hint, there }: Contradiction): void {
  findings.add({
    code: 'contradictory-limits',
    at: own.at.value,
    message,
    hint: other.isDefault ? `${hint}, which is ${other.text} by default` : hint,
    related: other.isDefault ? [] : [{ ...other.at.value, message: `${there} is here` }],
  });
}

/** A value from the environment is shown as it is written. */
function shown({ at, text }: Quantity): string {
  return at.variable ?? text;
}

/** A path, and the fewest bytes that a request line with it has. */
interface RequestedPath {
  readonly route: string;
  readonly path: RoutePath;
  readonly bytes: number;
}

/** A path that does not fit into a request line; if none fits, it is the limit that is wrong. */
function lintRequestLine({ site, findings }: LintInput): void {
  const { requestLine } = site.server.limits;
  if (requestLine.isDefault && site.server.at.in('limits').lost('requestLine')) return;
  const requested = [...site.routes.values()].flatMap((route) => route.paths.map((path) => requestOf(route, path)));
  const long = requested.filter(({ bytes }) => bytes > requestLine.value);
  const shortest = long.reduce((least, { bytes }) => Math.min(least, bytes), Number.POSITIVE_INFINITY);
  if (!requestLine.isDefault && long.length > 0 && long.length === requested.length) {
    const message = `No request reaches any route: the shortest request line has ${shortest} bytes`;
    const hint = `let "requestLine" be at least ${shortest}`;
    findings.add({ code: 'contradictory-limits', at: requestLine.at.value, message, hint });
    return;
  }
  for (const { route, path, bytes } of long) {
    findings.add({
      code: 'unreachable-route',
      at: path.at.value,
      message: `No request reaches the route "${route}" by this path: its request line has at least ${bytes} bytes`,
      hint: `raise server.limits.requestLine, which is ${shown(requestLine)}${requestLine.isDefault ? ' by default' : ''}`,
      related: requestLine.isDefault ? [] : [{ ...requestLine.at.value, message: 'the limit of that is here' }],
    });
  }
}

function requestOf(route: SiteRoute, path: RoutePath): RequestedPath {
  const method = Math.min(...route.methods.map(({ length }) => length));
  const segments = path.segments.reduce((bytes, segment) => bytes + '/'.length + bytesMin(segment, route), 0);
  return { route: route.name, path, bytes: method + ' '.length + segments + ' HTTP/1.1'.length };
}

/** A character of a parameter has at least one octet; a number can be written short with an exponent. */
function bytesMin(segment: PathSegment, { parameters }: SiteRoute): number {
  if (segment.kind === 'literal') {
    return Buffer.byteLength(segment.text) + 2 * Buffer.byteLength(segment.text.replace(PLAIN_CHARACTERS, ''));
  }
  const plain = parameters.params.find(({ name }) => name === segment.name)?.plain;
  return Math.max(1, plain?.type === 'string' ? (plain.minLength ?? 1) : 1);
}

/** The characters that a path can hold unencoded (RFC 3986 §3.3: pchar), and four that browsers leave unencoded. */
const PLAIN_CHARACTERS = /[A-Za-z0-9\-._~!$&'()*+,;=:@[\]|^]/g;
