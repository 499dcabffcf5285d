import type { LintInput } from '../lint-input.ts';

/** Each proxy must be an IP address or a network, but not that of all addresses. Fault: bad-proxy. */
export function lintProxies({ site, findings }: LintInput): void {
  for (const { text, at: place, parsed } of site.server.proxies) {
    if (parsed.kind === 'network' && !parsed.network.hasMore && parsed.network.bits > 0) continue;
    const found = place.variable === undefined ? `"${text}"` : `the value of "${place.variable}"`;
    const add = (severity: 'error' | 'warning', message: string, hint: string) =>
      findings.add({ code: 'bad-proxy', severity, at: place.value, message, hint });
    if (parsed.kind === 'fault') add('error', `A proxy cannot be ${found}`, parsed.hint);
    else if (parsed.network.bits === 0) {
      const hint = 'it covers every address, so a client could pretend to be any other; list those of the proxies';
      add('warning', `Every client counts as a proxy by ${found}`, hint);
    } else {
      // It is read in the usual way, but less may be meant.
      const hint = `only its first ${parsed.network.bits} bits count; a single address has no "/"`;
      add('warning', `It is unclear whether ${found} means an address or its network`, hint);
    }
  }
}
