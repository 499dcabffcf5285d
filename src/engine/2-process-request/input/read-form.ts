import type { Failure } from '../../../contract/answer.ts';
import type { Request, RequestHead } from '../../../contract/request.ts';
import { fieldValue } from '../../../http/field-value.ts';
import { essenceOf, FORM_TYPE } from '../../../http/media-types.ts';
import { blanksForPluses, type ParsedForm, parseForm } from '../../../http/parse-form.ts';
import { unsupportedBody, unsupportedCoding } from '../../default-answers.ts';
import { shortened } from '../../shortened.ts';
import { utf8Text } from '../../utf8-text.ts';
import type { InputProblem } from './input-problem.ts';

/** Of the body; undefined if it is not declared. */
export function mediaTypeOf({ fieldLines }: Pick<RequestHead, 'fieldLines'>): string | undefined {
  const type = fieldValue(fieldLines, 'content-type');
  return type === undefined ? undefined : essenceOf(type);
}

/** Undefined, or the answer to a body in a coding that is not undone here. */
export function refusedCoding({ fieldLines }: Pick<RequestHead, 'fieldLines'>): Failure | undefined {
  const coding = fieldValue(fieldLines, 'content-encoding');
  return coding === undefined || coding.toLowerCase() === 'identity' ? undefined : unsupportedCoding(coding);
}

/** The wanted fields of a body that must be a form, or the answer to another body; undefined if there are problems. */
export function readOnlyForm(
  request: Request,
  wanted: ReadonlySet<string>,
  problems: InputProblem[],
  manner: FormManner,
):
  | { readonly kind: 'read'; readonly texts: Map<string, string> | undefined }
  | { readonly kind: 'refused'; readonly answer: Failure } {
  const type = mediaTypeOf(request);
  const answer =
    refusedCoding(request) ?? (type === FORM_TYPE ? undefined : unsupportedBody(type, [FORM_TYPE], request.method));
  return answer === undefined
    ? { kind: 'read', texts: readFormTexts(request.body, wanted, problems, manner)?.texts }
    : { kind: 'refused', answer };
}

/** How a form is read. */
interface FormManner {
  /** The names whose values are all kept. */
  readonly lists?: ReadonlySet<string>;
  /** Nothing of it is quoted. */
  readonly secret?: boolean | undefined;
}

/** The wanted fields of a form in UTF-8, the first of each name, and all of `lists`. Undefined if there are problems. */
export function readFormTexts(
  body: Uint8Array,
  wanted: ReadonlySet<string>,
  problems: InputProblem[],
  { lists, secret = false }: FormManner = {},
): (ParsedForm & { kind: 'fields' }) | undefined {
  // In a form U+FEFF is a character like any other, written as an escape or not (WHATWG URL §5.1: "decode without BOM").
  const text = decodeText(blanksForPluses(body), problems);
  if (text === undefined) return undefined;
  const parsed = parseForm(text, wanted, lists);
  if (parsed.kind === 'fields') return parsed;
  const message = 'The form contains a percent sign that is not followed by the code of a character.';
  problems.push({
    in: 'body',
    pointer: '',
    message,
    cause: `${secret ? 'A field' : `"${shortened(parsed.part)}"`} does not decode to UTF-8 text`,
  });
  return undefined;
}

/** A body as text. Undefined where there are problems. */
export function decodeText(body: Uint8Array, problems: InputProblem[]): string | undefined {
  const text = utf8Text(body);
  if (text !== undefined) return text;
  const message = 'The body must be UTF-8 text.';
  problems.push({ in: 'body', pointer: '', message, cause: 'The body is not UTF-8 text' });
  return undefined;
}
