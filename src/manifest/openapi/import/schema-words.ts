import { wordSet } from '../../../http/word-list.ts';
import { BOUNDS } from '../../1-read/schema-keywords.ts';

export const NUMBERS: ReadonlySet<string> = new Set(BOUNDS);
/** Bounds that are whole numbers from 0 on. */
export const COUNTS = wordSet(
  'minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains',
);
export const TEXTS = wordSet('title description format pattern $comment');
export const FLAGS = wordSet('uniqueItems readOnly writeOnly deprecated nullable');
/** Keys that say nothing of what a schema is about. */
export const PLAIN_KEYS = wordSet('schema items properties content application/json schemas components');
/** What is kept elsewhere: as a type, as hints for examples, or as the name that references know. */
export const SILENT = wordSet('$ref example examples $schema $id $anchor');
