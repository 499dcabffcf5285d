import type { ReadHop } from '../../contract/hop.ts';
import { type Network, readIpAddress, unmapped } from '../3-resolve/parse-network.ts';

/** `server.trustProxy`; undefined if nobody is trusted. */
export function compileTrustProxy(networks: readonly Network[]): ReadHop | undefined {
  if (networks.length === 0) return undefined;
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
