import type { Placed } from '../../2-validate/spot.ts';
import type { SiteCors } from '../../3-resolve/resolve-cors.ts';
import type { LintInput } from '../lint-input.ts';

/** Origins that no browser names, and those that must not be trusted with credentials. Faults: bad-origin, bad-value. */
export function lintCors(input: LintInput): void {
  const { site } = input;
  const parts = [...site.groups, ...site.routes.values()];
  for (const cors of [site.server.cors, ...parts.map((part) => part.cors)]) {
    if (cors !== undefined) lintRule(input, cors);
  }
}

function lintRule({ findings }: LintInput, { at, written, rule, origins }: SiteCors): void {
  if (written === true) {
    const hint = 'false closes it; else say which origins, as { origins: ["https://app.example"] }';
    findings.add({ code: 'bad-value', at: at.value, message: '"cors" cannot be true', hint });
  }
  const any = origins.find(({ text }) => text === '*');
  if (any !== undefined && rule.kind === 'open' && rule.credentials) {
    const message = 'Every origin could act with the cookies and passwords of a visitor';
    const hint = 'list the origins that can, or leave out "credentials"';
    findings.add({ code: 'bad-origin', at: any.at.value, message, hint });
  } else if (any !== undefined && origins.length > 1) {
    const hint = '"*" is any origin already';
    findings.add({ code: 'bad-origin', at: any.at.value, message: 'Other origins are listed beside "*"', hint });
  }
  for (const origin of origins) lintOrigin(findings, origin);
}

function lintOrigin(findings: LintInput['findings'], { text, at }: Placed): void {
  const hint = text === '*' || text === 'null' ? undefined : faultOf(text);
  if (hint === undefined) return;
  const found = at.variable === undefined ? `"${text}"` : `the value of "${at.variable}"`;
  findings.add({ code: 'bad-origin', at: at.value, message: `No browser names ${found} as an origin`, hint });
}

/** What would be right; undefined: it is how a browser writes an origin (WHATWG HTML §7.1.1). */
function faultOf(text: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'an origin begins with its scheme, as https://app.example';
  if (text.includes('*')) return 'only "*" alone is more than one origin; list each of them';
  if (!URL.canParse(text)) return 'an origin is a scheme, a host and perhaps a port, as https://app.example:8443';
  const { origin, protocol, host } = new URL(text);
  const right = origin === 'null' ? `${protocol}//${host}` : origin;
  return right === text ? undefined : `did you mean "${right}"?`;
}
