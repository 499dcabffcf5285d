import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { type SourceTokens, sourceTokens } from './source-tokens.ts';

/** A source file by its path from the repository's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

type Room =
  | 'main'
  | 'api'
  | 'cli'
  | 'manifest'
  | 'engine'
  | 'socket'
  | 'logs'
  | 'clients'
  | 'files'
  | 'uploads'
  | 'http'
  | 'contract'
  | 'demo';

/** Who may import whom, besides files of the same room. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  main: ['cli'],
  api: ['cli', 'contract'],
  cli: ['manifest', 'engine', 'socket', 'logs', 'clients', 'files', 'uploads', 'http', 'contract'],
  manifest: ['http', 'contract'],
  engine: ['http', 'contract'],
  socket: ['http', 'contract'],
  logs: ['http', 'contract'],
  clients: ['http', 'contract'],
  files: ['http', 'contract'],
  uploads: ['http', 'contract'],
  demo: ['http', 'contract'],
  http: ['contract'],
  contract: [],
};

/** Modules that only these rooms may import; `[]` is nobody. Everything else of Node's that does no I/O is free. */
const RESERVED: ReadonlyMap<string, readonly Room[]> = new Map<string, readonly Room[]>([
  ...['net', 'tls'].map((name) => [name, ['socket']] as const),
  ...['fs', 'fs/promises'].map((name) => [name, ['manifest', 'logs', 'files', 'uploads', 'cli']] as const),
  ...['process', 'child_process', 'cluster', 'readline'].map((name) => [name, ['main', 'cli']] as const),
  // Passwords are checked in a thread, by a guard that is compiled.
  ['worker_threads', ['manifest', 'cli']],
  ...['http', 'https', 'http2', 'dgram'].map((name) => [name, []] as const),
]);

/** Every breach of the house's layers (docs/ARCHITECTURE.md, who may import whom), as `path: what is wrong`. */
export function layerBreaches(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => fileBreaches(file).map((breach) => `${file.path}: ${breach}`));
}

function fileBreaches({ path, source }: SourceFile): string[] {
  const room = roomOf(path);
  if (room === undefined) return ['belongs to no room'];
  const tokens = sourceTokens(source);
  return [
    ...importsOf(tokens).flatMap((specifier) => importBreach(path, room, specifier) ?? []),
    ...codeBreaches(room, tokens.code),
  ];
}

function importBreach(path: string, room: Room, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return ownImportBreach(path, room, posix.join(posix.dirname(path), specifier));
  const name = specifier.replace(/^node:/, '');
  const builtin = specifier !== name || builtinModules.includes(name);
  // A package is a guest of the control plane: what it compiles travels in the Program as functions.
  if (!builtin && (specifier === '@redis/client' || specifier === 'rate-limiter-flexible'))
    return room === 'clients' ? undefined : `imports ${specifier}: reserved for clients`;
  if (specifier === '@fastify/busboy')
    return room === 'uploads' ? undefined : `imports ${specifier}: reserved for uploads`;
  if (!builtin) return room === 'manifest' ? undefined : `imports ${specifier}: packages are for manifest/ alone`;
  if (room === 'contract' || room === 'http') return `imports ${specifier}: ${room}/ imports nothing of the kind`;
  const owners = RESERVED.get(name);
  if (owners === undefined || owners.includes(room)) return undefined;
  return `imports ${specifier}: reserved for ${owners.join(', ') || 'nobody'}`;
}

function ownImportBreach(path: string, room: Room, target: string): string | undefined {
  const other = roomOf(target);
  // cli/ alone reads package.json, and not by an import.
  if (other === undefined) return `imports ${target}, which belongs to no room`;
  if (other !== room)
    return MAY_IMPORT[room].includes(other) ? undefined : `imports ${target}: ${room} may not import ${other}`;
  const [ownBlock, otherBlock] = [blockOf(path), blockOf(target)];
  if (ownBlock === undefined || ownBlock === otherBlock) return undefined;
  if (otherBlock !== undefined) return `imports ${target}: the four blocks never import each other`;
  return /^src\/engine\/(?:run|finish)-exchange\.ts$/.test(target)
    ? `imports ${target}: it joins the blocks`
    : undefined;
}

function codeBreaches(room: Room, code: string): string[] {
  const breaches: string[] = [];
  const outer = room === 'main' || room === 'cli';
  // A function of that name hides the global one.
  const global = !/\b(?:function|const)\s+process\b/.test(code);
  // What this Node.js can do is nothing that changes.
  if (!outer && global && /(?<![.\w$])process\b(?!\s*\??:|\.features\b)/.test(code))
    breaches.push('uses process: reserved for main, cli');
  if (!outer && room !== 'api' && /(?<![.\w$])globalThis\b/.test(code))
    breaches.push('uses globalThis, behind which a rule could hide');
  if (loadsByRequire(room, code)) breaches.push('loads a module by require');
  if (room !== 'manifest' && /\bimport\s*\(\s*[^"\s]/.test(code)) breaches.push('imports a computed module');
  return breaches;
}

/** In manifest/ a package may be required when it is needed, by a name that stands there: that counts as an import. */
function loadsByRequire(room: Room, code: string): boolean {
  if (room === 'manifest')
    return /(?<![.\w$])require\b(?!\s*(?:\(\s*"|=\s*createRequire\())|\bgetBuiltinModule\b/.test(code);
  return /(?<![.\w$])require\s*\(|\bcreateRequire\b|\bgetBuiltinModule\b/.test(code);
}

/** What a file imports, by whatever words. */
export function importsOf({ code, texts }: SourceTokens): string[] {
  const found = code.matchAll(/(?:(?<![.\w$])from|\bimport\s*\(?|(?<![.\w$])require\s*\()\s*"(\d+)"/g);
  return [...found].map((match) => texts[Number(match[1])] ?? '');
}

/** The files of the house that a file imports, by their paths. */
export function targetsOf({ path, source }: SourceFile): string[] {
  const specifiers = importsOf(sourceTokens(source)).filter((specifier) => specifier.startsWith('.'));
  return specifiers.map((specifier) => posix.join(posix.dirname(path), specifier));
}

/** Every circle of imports, types included, as the files that are in it: who reads one of them has to read all. */
export function importCircles(files: readonly SourceFile[]): string[] {
  const imports = new Map(files.map((file) => [file.path, targetsOf(file)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    for (const target of imports.get(path) ?? []) {
      const first = trail.indexOf(target);
      if (first !== -1) circles.push([...trail.slice(first), target].join(' > '));
      else if (!done.has(target)) walk(target, [...trail, target]);
    }
    done.add(path);
  };
  for (const path of imports.keys()) if (!done.has(path)) walk(path, [path]);
  return circles;
}

function roomOf(path: string): Room | undefined {
  const atTop = /^src\/(main|api)\.ts$/.exec(path)?.[1];
  if (atTop !== undefined) return atTop as Room;
  const folder = /^src\/([^/]+)\/.+\.ts$/.exec(path)?.[1];
  return folder !== undefined && folder !== 'main' && folder !== 'api' && Object.hasOwn(MAY_IMPORT, folder)
    ? (folder as Room)
    : undefined;
}

function blockOf(path: string): string | undefined {
  return /^src\/engine\/(\d-[^/]+)\//.exec(path)?.[1];
}
