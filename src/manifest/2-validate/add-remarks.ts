import type { ErrorObject } from 'ajv/dist/2020.js';
import { keysOf } from '../../http/json-pointer.ts';
import { wordSet } from '../../http/word-list.ts';
import { commentFinding, inSingleQuotes, type Remark } from '../1-read/find-remarks.ts';
import type { LocatedManifest } from '../1-read/located-manifest.ts';
import type { AnyFinding, Findings } from '../findings/findings.ts';
import type { Damage } from './damage.ts';

/** The finding for a value that is due and was written as a comment: `#0f0`; undefined where it is something else that is wrong. */
export function commentFor(
  { instancePath, keyword, parentSchema }: ErrorObject,
  { remarks }: LocatedManifest,
): AnyFinding | undefined {
  const remark = remarks.get(instancePath);
  if (remark?.kind !== 'comment' || keyword === 'additionalProperties') return undefined;
  const type: unknown = parentSchema?.['type'];
  const isTextDue = type === undefined || [type].flat().includes('string');
  return isTextDue ? { ...commentFinding(remark), severity: 'error' } : undefined;
}

interface Remarked {
  readonly located: LocatedManifest;
  readonly damage: Damage;
  readonly findings: Findings;
}

/** Warns of what is odd about values with which nothing else is wrong. What is below `x-…` is nobody's. */
export function addRemarks({ located: { remarks }, damage, findings }: Remarked): void {
  for (const [pointer, remark] of remarks) {
    const path = keysOf(pointer);
    const key = path.at(-1);
    const isDamaged = key !== undefined && damage.touches(path.slice(0, -1), [key]);
    if (!isDamaged && !path.some((each) => each.startsWith('x-'))) findings.add(findingOf(remark, key ?? ''));
  }
}

/** The words of a schema that take numbers alone. */
const NUMBERS = wordSet('minimum maximum exclusiveMinimum exclusiveMaximum multipleOf');

function findingOf(remark: Remark, key: string): AnyFinding {
  const { at } = remark;
  switch (remark.kind) {
    case 'comment':
    case 'end':
      return { ...commentFinding(remark), severity: 'warning' };
    case 'digits': {
      const message = `Cannot keep all digits of ${shortened(remark.text)}: it becomes ${remark.value}`;
      const hint = NUMBERS.has(key) ? 'write what it becomes' : 'if its digits matter, put it in quotes';
      return { code: 'lost-digits', at, message, hint };
    }
    case 'anchor': {
      const message = `"${remark.text}" is an anchor here, and not part of the text`;
      return { code: 'escaped-text', at, message, hint: 'put all of the text in quotes' };
    }
    case 'escapes': {
      const message = `Cannot keep the backslashes of ${remark.text.replace(/\n.*/s, '')}: in double quotes they begin escapes`;
      return { code: 'escaped-text', at, message, hint: inSingleQuotes(remark.text, 'each of them') };
    }
  }
}

function shortened(number: string): string {
  return number.length > DIGITS_SHOWN_MAX ? `${number.slice(0, DIGITS_SHOWN_MAX)}…` : number;
}

const DIGITS_SHOWN_MAX = 40;
