import type { LintInput } from '../lint-input.ts';

/** Each proxy must be an IP address or a network, but not that of all addresses. Fault: bad-proxy. */
export function lintProxies({ site, findings }: LintInput): void {
  for (const { text, at: place, parsed } of site.server.proxies) {
    if (parsed.kind === 'network' && !parsed.network.hasMore && parsed.network.bits > 0) continue;
    const found = place.variable === undefined ? `"${text}"` : `the value of "${place.variable}"`;
    const at = place.value;
    if (parsed.kind === 'fault') {
      findings.add({
        code: 'bad-proxy',
        severity: 'error',
        at,
        message: `A proxy cannot be ${found}`,
        hint: parsed.hint,
      });
      continue;
    }
    if (parsed.network.bits === 0) {
      const hint = 'it covers every address, so a client could pretend to be any other; list those of the proxies';
      const message = `Every client counts as a proxy by ${found}`;
      findings.add({ code: 'bad-proxy', severity: 'warning', at, message, hint });
      continue;
    }
    // It is read in the usual way, but less may be meant.
    const hint = `only its first ${parsed.network.bits} bits count; a single address has no "/"`;
    const message = `It is unclear whether ${found} means an address or its network`;
    findings.add({ code: 'bad-proxy', severity: 'warning', at, message, hint });
  }
}
