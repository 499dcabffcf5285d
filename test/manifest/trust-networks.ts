import type { ReadHop } from '../../src/contract/hop.ts';
import { parseNetwork } from '../../src/manifest/3-resolve/parse-network.ts';
import { compileTrustProxy } from '../../src/manifest/5-compile/compile-settings.ts';

/** What `server.trustProxy` with these texts becomes. */
export function trustNetworks(texts: readonly string[]): ReadHop | undefined {
  const networks = texts.map((text) => {
    const parsed = parseNetwork(text);
    if (parsed.kind === 'fault') throw new Error(`${text}: ${parsed.hint}`);
    return parsed.network;
  });
  return compileTrustProxy(networks);
}
