import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { PEERS } from './load-tables.ts';
import type { SharedPages } from './measure-loads.ts';
import type { PeerId } from './peers.ts';
import { checkAnswers, type RunningPeer, startPeer } from './start-peer.ts';

/** The servers of a run: each is started once, when it is first asked for, and checked. */
export class Fleet {
  readonly #shared: SharedPages;
  readonly #running = new Map<PeerId, Promise<RunningPeer>>();

  constructor(shared: SharedPages) {
    this.#shared = shared;
  }

  /** Those of a table at the same time: most of a start is waiting. */
  start(id: PeerId): Promise<RunningPeer> {
    const known = this.#running.get(id);
    if (known !== undefined) return known;
    const started = this.#start(id);
    this.#running.set(id, started);
    return started;
  }

  /** Empties all logs, which a busy server fills by 20 MB a second. All open them for appending. */
  async emptyLogs(): Promise<void> {
    for (const { folder } of await this.#started()) {
      for (const name of readdirSync(folder)) if (name.endsWith('.log')) truncateSync(join(folder, name));
    }
  }

  async stop(): Promise<void> {
    for (const server of await this.#started()) await server.stop();
  }

  async #started(): Promise<readonly RunningPeer[]> {
    const servers = await Promise.allSettled(this.#running.values());
    return servers.flatMap((server) => (server.status === 'fulfilled' ? [server.value] : []));
  }

  async #start(id: PeerId): Promise<RunningPeer> {
    const { templates, pages } = this.#shared;
    const pageBytes = Buffer.byteLength(pages.divide);
    const server = await startPeer(PEERS[id], { templates, pageBytes });
    await checkAnswers(PEERS[id], server.url, pages, pageBytes);
    return server;
  }
}
