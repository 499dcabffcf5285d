import type { ClientOptions } from '../../contract/client.ts';
import type { ClientModel } from '../../contract/page-data.ts';
import type { Program } from '../../contract/program.ts';

/** What is known of a visitor, for pages to show. */
export function describeClient(
  { logs, pages }: Program,
  options: ClientOptions,
  cookies: ReadonlyMap<string, string>,
): ClientModel {
  return {
    shortLog: options.shortLog ?? logs.access.detail === 'short',
    showErrors: options.showErrors === true,
    cookies: cookies.size === 0 ? NONE : listOf(cookies, pages.background),
  };
}

const NONE: ClientModel['cookies'] = [];

/** The cookie of the background is there to choose a colour: a value that is not a colour is not shown on a page. */
function listOf(
  cookies: ReadonlyMap<string, string>,
  background: Program['pages']['background'],
): ClientModel['cookies'] {
  const list: { readonly name: string; readonly value: string }[] = [];
  for (const [name, value] of cookies) {
    const chooses = background.colors.has(value) || value === background.default;
    if (name !== background.cookie || chooses) list.push({ name, value });
  }
  return list;
}
