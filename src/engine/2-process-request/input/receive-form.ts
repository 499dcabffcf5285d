import type { BodyRule } from '../../../contract/program.ts';
import type { Request, RequestHead } from '../../../contract/request.ts';
import type { ReceivedForm, UploadPlan } from '../../../contract/uploads.ts';
import { fieldValue } from '../../../http/field-value.ts';
import { MULTIPART_TYPE } from '../../../http/media-types.ts';
import type { Asker } from '../asker.ts';
import { listNames } from './form-texts.ts';
import { mediaTypeOf, refusedCoding } from './read-form.ts';

/** What is wanted of a body that comes as multipart/form-data; undefined if it does not, or the route takes no form. */
export function uploadPlan(rule: BodyRule | undefined, head: RequestHead): UploadPlan | undefined {
  if (rule?.fields === undefined || mediaTypeOf(head) !== MULTIPART_TYPE || refusedCoding(head)) return undefined;
  const { fields, files, form } = rule;
  return {
    contentType: fieldValue(head.fieldLines, 'content-type') ?? '',
    fields: new Set([...fields.map(({ name }) => name), ...(form?.alongside ?? [])]),
    lists: listNames(fields),
    files: new Map(files.map((file) => [file.name, file])),
  };
}

/** The whole form; undefined if the body is of another kind. A connection has passed it on as it came, an example has it whole. */
export function receiveForm(
  rule: BodyRule | undefined,
  request: Request,
  asker: Asker,
): Promise<ReceivedForm> | undefined {
  if (asker.upload === undefined && request.body.length === 0) return undefined;
  const plan = uploadPlan(rule, request);
  return plan === undefined ? undefined : finishForm(plan, request, asker);
}

async function finishForm(plan: UploadPlan, { body }: Request, asker: Asker): Promise<ReceivedForm> {
  if (asker.upload === undefined) {
    const upload = await asker.uploads.open(plan);
    asker.upload = upload;
    upload.write(body);
  }
  return asker.upload.finish();
}
