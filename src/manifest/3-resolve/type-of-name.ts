import { UNKNOWN_TYPE } from '../../http/media-types.ts';
import { loadMime } from '../1-read/late-packages.ts';

/** The media type of a file, by the ending of its name. Texts say how they are encoded (RFC 9110 §8.3.2). */
export function typeOfName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const type = loadMime().getType(name) ?? UNKNOWN_TYPE;
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}
