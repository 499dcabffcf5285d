// Loaded with this file, so that no judgement must wait for it.
import '../../manifest/check-parts.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import type { Diagnostic } from '../../contract/diagnostic.ts';
import { describeThrown } from '../../http/describe-thrown.ts';
import { failedExample } from '../../manifest/6-examples/run-examples.ts';
import { inSourceOrder } from '../../manifest/findings/findings.ts';
import { renderDiagnostics } from '../../manifest/findings/render-diagnostics.ts';
import { handOver } from '../../manifest/hand-over.ts';
import type { LoadResult } from '../../manifest/load-manifest.ts';
import { lintTypes } from '../../manifest/types/lint-types.ts';
import { fingerprint } from '../fingerprint.ts';
import type { LoadedManifest } from '../load-reported.ts';
import { enterFolder } from '../process/start-place.ts';
import { tlsFailure } from '../server/listen-failure.ts';
import { strayFinding } from '../stray-finding.ts';
import { watchPlan } from '../watch-plan.ts';
import { checkExamples } from './check-examples.ts';
import {
  BEGINS,
  type BegunTask,
  type ExampleChoice,
  type JudgeTask,
  NOTHING_READ,
  PROGRESS_FD,
  report,
  type Verdict,
} from './judge-messages.ts';
import { loadSettled } from './load-settled.ts';

/** How long things that examples have left running (timers, connections) can take to end, or to fail. */
const LEFT_BEHIND_MS = 200;
const LOOK_EVERY_MS = 5;

/** The example that the running code belongs to, however late it runs. */
const running = new AsyncLocalStorage<number>();

/** How much is running that keeps this process alive. */
function active(): number {
  return process.getActiveResourcesInfo().length;
}

/** Judges manifests, one at a time, in a process of its own. */
export class ManifestJudge {
  #loaded: LoadResult | undefined;
  /** The example that began last. */
  #example: number | undefined;
  #failed = new Map<number, readonly Diagnostic[]>();
  /** An uncaught error that belongs to no example. */
  #stray: { readonly error: unknown } | undefined;
  #judging = false;

  async judge(task: JudgeTask): Promise<void> {
    const nowhere = enterFolder(task.folder);
    if (nowhere !== undefined) {
      report({ kind: 'verdict', verdict: { ...NOTHING_READ, rendered: nowhere }, spent: false });
      return;
    }
    this.#judging = true;
    this.#loaded = undefined;
    this.#example = undefined;
    this.#stray = undefined;
    this.#failed = new Map();
    const { begun } = task;
    const handlersFault = begun !== undefined && begun.example === undefined ? `it ${begun.did}` : undefined;
    // While a module waits at its top level for something that never comes, nothing keeps this process alive.
    process.channel?.unref();
    const options = { env: process.env, ...(handlersFault && { handlersFault }) };
    const { loaded: whole, sinceMs } = await loadSettled(task.file, options);
    const loaded = withExamples(whole, task.examples);
    // A rejection that nobody waits for is heard a turn later, and is no example's.
    await new Promise((resolve) => setImmediate(resolve));
    process.channel?.ref();
    this.#loaded = loaded;
    const print = fingerprint(loaded.sources);
    const before = active();
    let tried: Verdict['tried'];
    let spent = false;
    if (loaded.kind === 'loaded') {
      const from = begun?.fingerprint === print ? this.#goOn(begun, loaded) : 0;
      report({ kind: 'examples', fingerprint: print, from, total: loaded.examples.length });
      await this.#runExamples(loaded, { from, before });
      await this.#settled(before, LEFT_BEHIND_MS);
      spent = active() > before;
      const failed = this.#failed.size;
      const changing = loaded.examples.filter(({ changes }) => changes).length;
      tried = { routes: loaded.program.routes.length, passed: loaded.examples.length - failed, failed, changing };
    }
    const found = [...loaded.diagnostics, ...(await this.#found(task, loaded))];
    const diagnostics = inSourceOrder(found, loaded.sources.keys());
    const isRight = tried !== undefined && diagnostics.every(({ severity }) => severity !== 'error');
    if (isRight && loaded.kind === 'loaded' && task.purpose === 'reload') {
      for (const text of handOver(loaded)) report({ kind: 'part', text });
    }
    this.#judging = false;
    const rendered = renderDiagnostics(diagnostics, loaded.sources, { color: task.color }).trimEnd();
    const watch = watchPlan(loaded, sinceMs, task.folder);
    const verdict = { isRight, diagnostics, rendered, tried, fingerprint: print, watch };
    report({ kind: 'verdict', verdict, spent });
  }

  caught(error: unknown): void {
    const example = running.getStore() ?? this.#example;
    const shown = describeThrown(error);
    if (example !== undefined) this.#fail(example, `an uncaught error: ${shown}`);
    else this.#stray ??= { error };
    if (this.#judging) return;
    // It came so late that what was judged may be in use.
    const { sources = new Map() } = this.#loaded ?? {};
    const late = [...(this.#failed.get(example ?? -1) ?? [])].slice(-1);
    process.stderr.write(`${renderDiagnostics(late, sources, { color: false }).trimEnd() || shown}\n`);
    process.exit(1);
  }

  /** Takes over what an earlier judge found out. Returns where it was lost. */
  #goOn({ failed, example, did, from }: BegunTask, { examples }: LoadedManifest): number {
    for (const { example: number, diagnostics } of failed) this.#failed.set(number, diagnostics);
    if (example !== undefined) this.#fail(example, `that it ${did}`);
    return Math.min(from, examples.length);
  }

  async #runExamples(
    loaded: LoadedManifest,
    { from, before }: { readonly from: number; readonly before: number },
  ): Promise<void> {
    let patienceMs = LEFT_BEHIND_MS;
    await checkExamples(loaded, {
      from,
      around: async (example, run) => {
        this.#example = example;
        writeSync(PROGRESS_FD, Uint8Array.of(BEGINS));
        const diagnostics = await running.run(example, run);
        if (diagnostics.length > 0) this.#add(example, diagnostics);
        // The next example may end the process.
        patienceMs -= await this.#settled(before, patienceMs);
        return diagnostics;
      },
    });
  }

  #fail(example: number, found: string): void {
    const known = this.#loaded?.kind === 'loaded' ? this.#loaded.examples[example] : undefined;
    if (known === undefined) return;
    this.#add(example, [
      failedExample(known, { keys: ['request'], expected: 'it must leave its process as it was', found }),
    ]);
  }

  #add(example: number, diagnostics: readonly Diagnostic[]): void {
    this.#failed.set(example, [...(this.#failed.get(example) ?? []), ...diagnostics]);
    report({ kind: 'failed', example, diagnostics });
  }

  /** Waits, up to a limit, for what the examples have left running. Resolves to how long it took. */
  async #settled(before: number, atMostMs: number): Promise<number> {
    // An unhandled rejection is reported a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const sinceMs = performance.now();
    while (active() > before && performance.now() < sinceMs + atMostMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return performance.now() - sinceMs;
  }

  /** All that loading does not find. */
  async #found({ purpose }: JudgeTask, loaded: LoadResult): Promise<readonly Diagnostic[]> {
    if (loaded.kind === 'rejected') return [];
    return [
      ...(this.#stray === undefined ? [] : [strayFinding(loaded, this.#stray.error)]),
      ...(purpose === 'check' ? [...lintTypes(loaded.site), ...(await checkCertificates(loaded))] : []),
      ...[...this.#failed.values()].flat(),
    ];
  }
}

/** Without the examples that are not to be run. */
function withExamples(loaded: LoadResult, choice: ExampleChoice): LoadResult {
  if (loaded.kind !== 'loaded' || choice === 'all') return loaded;
  return { ...loaded, examples: choice === 'none' ? [] : loaded.examples.filter(({ changes }) => !changes) };
}

/**
 * What OpenSSL has against valid certificates: for example a signature that its security level forbids. A start and a
 * reload find this when they use the certificates, so only `check` asks for it. Fault: bad-certificate.
 */
async function checkCertificates({ program: { tls }, site }: LoadedManifest): Promise<readonly Diagnostic[]> {
  if (tls === undefined) return [];
  const { makeSecureContext } = await import('../../socket/secure-context.ts');
  try {
    makeSecureContext(tls);
    return [];
  } catch (error) {
    const at = site.at.in('server', 'tls', 'cert').value;
    return [{ ...at, code: 'bad-certificate', severity: 'error', message: tlsFailure(error), related: [] }];
  }
}
