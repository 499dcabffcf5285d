import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Program, TlsSettings } from '../contract/program.ts';
import { LocatedManifest } from './1-read/located-manifest.ts';
import { newReading } from './1-read/read-text.ts';
import { runInSlices, type Steps } from './1-read/run-steps.ts';
import { Damage } from './2-validate/damage.ts';
import type { ManifestShape, RouteShape } from './2-validate/manifest-shape.gen.ts';
import type { Placed } from './2-validate/spot.ts';
import { copyRecords, type ValidManifest } from './2-validate/validate-manifest.ts';
import { loadHandlers } from './3-resolve/load-handlers.ts';
import { noViews } from './3-resolve/read-views.ts';
import { resolveSite } from './3-resolve/resolve-site.ts';
import type { NamedParts, Site } from './3-resolve/site.ts';
import { isSoundGuard, proveSite, type SoundSite } from './3-resolve/sound-site.ts';
import { compileProgram } from './5-compile/compile-program.ts';
import type { Findings } from './findings/findings.ts';
import { makeSource } from './findings/source.ts';
import { HANDLERS_MS } from './load-manifest.ts';
import { RuleCompiler } from './schemas/compile-rule.ts';
import { parseView } from './views/parse-view.ts';
import type { ParsedView } from './views/parsed-view.ts';

/** What one process has read without finding mistakes. */
export interface HandedManifest {
  readonly manifest: ManifestShape;
  readonly site: Pick<SoundSite, 'file' | 'views' | 'passwords' | 'tls'>;
}

/** Long enough to be worth a message, and short enough to be parsed between two answers. */
const PART_LENGTH = 32 * 1024;

interface Top {
  readonly file: string;
  /** Without its routes. */
  readonly manifest: ManifestShape;
  readonly passwords: readonly (readonly [file: string, hashes: readonly (readonly [name: string, hash: string])[]])[];
  readonly tls: TlsSettings | undefined;
}

/** A part of what is handed over. The first one has the top. */
interface Part {
  readonly top?: Top;
  readonly routes?: readonly (readonly [name: string, route: RouteShape])[];
  readonly views?: readonly (readonly [name: string, text: string])[];
}

/**
 * All that a program is made of, as texts, for `takeOver` in another process: what was judged is what is compiled, whatever
 * happens to the files. It includes the key of a certificate, and hashes of passwords: use it only for pipes between our own processes.
 */
export function handOver({ manifest: whole, site }: HandedManifest): readonly string[] {
  const { routes = {}, ...manifest } = whole;
  const { file, views, tls } = site;
  const passwords = [...site.passwords].map(([name, hashes]) => [name, [...hashes]] as const);
  const top: Top = { file, manifest, passwords, tls };
  const texts = [...views.byName.values()].map(({ name, source }) => [name, source.text]);
  return [JSON.stringify({ top }), ...inParts('routes', Object.entries(routes)), ...inParts('views', texts)];
}

function inParts(key: keyof Part, entries: readonly (readonly unknown[])[]): readonly string[] {
  const parts: string[] = [];
  let items: string[] = [];
  let length = 0;
  const close = (): void => {
    if (items.length > 0) parts.push(`{"${key}":[${items.join(',')}]}`);
    items = [];
    length = 0;
  };
  for (const entry of entries) {
    const item = JSON.stringify(entry);
    items.push(item);
    length += item.length;
    if (length > PART_LENGTH) close();
  }
  close();
  return parts;
}

export type TakenOver =
  | { readonly kind: 'compiled'; readonly program: Program }
  /** Something is wrong in this process alone: for example in its module of handlers, which it loaded long ago. */
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Compiles what `handOver` made, in slices: the process serves meanwhile. It was judged before, so nothing is read or
 * linted; places are unknown. Faults: cannot-load-handlers, unknown-handler, unknown-guard, view-fails.
 */
export async function takeOver(parts: readonly string[]): Promise<TakenOver> {
  const reading = newReading();
  const { findings } = reading;
  const { valid, ...read } = await runInSlices(readParts(parts, findings));
  const handlers = await loadHandlers(valid, reading, { handlersMs: HANDLERS_MS });
  if (handlers.kind === 'moved') return { kind: 'rejected', diagnostics: findings.inOrder([]) };
  const site = await runInSlices(resolveSite(valid, { handlers, ...read }));
  findUnknown(site, findings);
  const sound = findings.hasErrors ? undefined : await runInSlices(proveSite(site));
  if (sound === undefined) return { kind: 'rejected', diagnostics: findings.inOrder([]) };
  const rules = new RuleCompiler();
  const program = await runInSlices(compileProgram(sound, { rules, findings, preparePages: true }));
  return findings.hasErrors ? { kind: 'rejected', diagnostics: findings.inOrder([]) } : { kind: 'compiled', program };
}

interface ReadParts extends Omit<NamedParts, 'handlers'> {
  readonly valid: ValidManifest;
}

function* readParts(parts: readonly string[], findings: Findings): Steps<ReadParts> {
  const routes: Record<string, RouteShape> = Object.create(null);
  const byName = new Map<string, ParsedView>();
  let top: Top = { file: '', manifest: {}, passwords: [], tls: undefined };
  for (const text of parts) {
    yield;
    const part: Part = JSON.parse(text);
    top = part.top ?? top;
    // As the validator leaves them: no record has a prototype in which a name could be found.
    for (const [name, route] of part.routes ?? []) routes[name] = copyRecords(route) as RouteShape;
    for (const [name, source] of part.views ?? []) {
      yield;
      const view = parseView(name, makeSource(name, source), findings);
      if (view !== undefined) byName.set(name, view);
    }
  }
  const manifest = { ...(copyRecords(top.manifest) as ManifestShape), routes };
  const located = new LocatedManifest({
    source: makeSource(top.file, ''),
    value: manifest,
    spoilt: new Set(),
    incomplete: new Set(),
    places: new Map(),
    remarks: new Map(),
  });
  return {
    valid: { manifest, located, damage: new Damage([]) },
    views:
      manifest.views === undefined
        ? noViews('none')
        : { kind: 'loaded', byName, broken: new Set(), includedByBroken: new Set() },
    passwords: new Map(top.passwords.map(([file, hashes]) => [file, new Map(hashes)])),
    tls: top.tls,
  };
}

/** A module that was loaded long ago can have other names than the one that was judged. */
function findUnknown({ routes, groups }: Site, findings: Findings): void {
  const add = (what: 'guard' | 'handler', { text, at }: Placed) => {
    const message = `Unknown ${what} "${text}": this process loaded the module before it had one`;
    findings.add({ code: `unknown-${what}`, at: at.value, message, hint: 'changed code waits for a restart' });
  };
  for (const guard of [...groups, ...routes.values()].flatMap(({ guards }) => guards))
    if (!isSoundGuard(guard)) add('guard', guard);
  for (const { answer } of routes.values())
    if (answer.kind === 'handler' && answer.found.kind !== 'found') add('handler', answer.handler);
}
