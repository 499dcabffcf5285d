import { guarded } from '../../http/guarded.ts';

/**
 * A pattern of the manifest for the `pattern` attribute of HTML, which is anchored at both ends and has the flag v
 * (WHATWG HTML §4.10.5.3.6); undefined if it would mean something else there.
 */
export function htmlPattern(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || !endsAnchored(pattern)) return undefined;
  const inner = pattern.slice(1, -1);
  return guarded(() => new RegExp(inner, 'v')) && inner;
}

/** Whether the last character is an anchor for all of it, and no class holds what the flag v reads differently. */
function endsAnchored(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 1; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (inClass) {
      // Nested classes, differences and intersections of classes are new with v.
      if (character === '[' || /^(?:--|&&)/.test(pattern.slice(at, at + 2))) return false;
      if (character === ']') inClass = false;
    } else if (character === '[') inClass = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === '|' && depth === 0) return false;
    else if (character === '$' && at === pattern.length - 1) return true;
  }
  return false;
}
