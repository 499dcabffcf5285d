import type { ReadHop } from '../../contract/program.ts';
import { type Network, parseNetwork, readIpAddress, unmapped } from '../parse-network.ts';

/** `server.trustProxy`, which has passed the lint; undefined where nobody is trusted. */
export function compileTrustProxy(texts: readonly string[]): ReadHop | undefined {
  if (texts.length === 0) return undefined;
  const networks = texts.map(networkOf);
  return (text) => {
    const read = readIpAddress(text);
    if (read === undefined) return undefined;
    const address = unmapped(read);
    const kind = address.kind();
    const trusted = networks.some(
      (network) => network.address.kind() === kind && address.match(network.address, network.bits),
    );
    return { address: address.toString(), trusted };
  };
}

function networkOf(text: string): Network {
  const parsed = parseNetwork(text);
  if (parsed.kind === 'fault') throw new Error(`The lint let the proxy ${text} pass`);
  return parsed.network;
}
