import type { ManifestShape } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';

/** What is known about links beside the routes. */
export interface SiteLinks {
  /** Which paths another server answers; every path where a finding hides a pattern. */
  readonly elsewhere: (path: string) => boolean;
}

/** `links`; `root` is the manifest. */
export function resolveLinks({ elsewhere = [] }: NonNullable<ManifestShape['links']>, root: Spot): SiteLinks {
  if (root.lost('links')) return { elsewhere: () => true };
  const patterns = elsewhere.map(toPattern);
  return { elsewhere: (path) => patterns.some((pattern) => pattern.test(path)) };
}

function toPattern(text: string): RegExp {
  const parts = text.split(/(\*+)/).map((part) => {
    if (part.startsWith('*')) return part === '*' ? '[^/]*' : '.*';
    return part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
