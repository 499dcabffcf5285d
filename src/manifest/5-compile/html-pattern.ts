/**
 * A pattern of the manifest as the `pattern` attribute of HTML has it, which is anchored at both ends and has the flag v
 * (WHATWG HTML §4.10.5.3.6); undefined where it would not mean the same.
 */
export function htmlPattern(pattern: string): string | undefined {
  if (!pattern.startsWith('^') || !endsAnchored(pattern)) return undefined;
  const inner = pattern.slice(1, -1);
  try {
    new RegExp(inner, 'v');
    return inner;
  } catch {
    return undefined;
  }
}

/** Whether the last character is the anchor of all of it, and no class holds what the flag v reads otherwise. */
function endsAnchored(pattern: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let at = 1; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (inClass) {
      // A class inside a class, a difference and an intersection are new with v.
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
