import { GAP } from './html-of-view.ts';
import { type Attribute, readTags, valuesOf } from './read-tags.ts';

/** One place of a page that makes browsers ask for something. */
export interface WrittenLink {
  /** With gaps in them. */
  readonly values: readonly string[];
  /** Offsets of the value. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'link' | 'form';
  /** The browser shows what it gets as a page of its own. */
  readonly isPage: boolean;
  /** undefined: the view does not say it. */
  readonly method: 'GET' | 'POST' | undefined;
}

/** Finds the links and form actions in the HTML of a view, without those that only showing the view could reveal. */
export function scanLinks(html: string): readonly WrittenLink[] {
  const links: WrittenLink[] = [];
  /** Of the form around, if any. */
  let form: 'none' | { readonly method: FormMethod } = 'none';
  readTags(html, {
    open: ({ name: tag, attributes }) => {
      if (tag === 'form') form = { method: methodIn(attributes, 'method') };
      const outer = form === 'none' ? undefined : form.method;
      links.push(...attributes.flatMap((attribute) => linkOf(attribute, { tag, attributes, outer }) ?? []));
    },
    close: (name) => {
      if (name === 'form') form = 'none';
    },
  });
  return links;
}

/** A dialog sends nothing. */
type FormMethod = WrittenLink['method'] | 'dialog';

interface Around {
  readonly tag: string;
  readonly attributes: readonly Attribute[];
  readonly outer: FormMethod;
}

function linkOf(attribute: Attribute, { tag, attributes, outer }: Around): WrittenLink | undefined {
  const { name, start, end } = attribute;
  const values = valuesOf(attribute.value);
  if (values === undefined) return undefined;
  if (name === 'href' || name === 'src') {
    return { values, start, end, kind: 'link', isPage: SHOWS_PAGE.has(tag), method: 'GET' };
  }
  const isAction = name === 'action' && tag === 'form';
  const ofButton = name === 'formaction' && (tag === 'button' || tag === 'input');
  if (!isAction && !ofButton) return undefined;
  const has = (wanted: string) => attributes.some((other) => other.name === wanted);
  // A button that names its form may be anywhere.
  const ofForm = has('form') ? undefined : outer;
  const method = ofButton && has('formmethod') ? methodIn(attributes, 'formmethod') : ofForm;
  return method === 'dialog' ? undefined : { values, start, end, kind: 'form', isPage: true, method };
}

/** The elements that lead to another page, or show one. */
const SHOWS_PAGE: ReadonlySet<string> = new Set(['a', 'area', 'iframe', 'frame']);

function methodIn(attributes: readonly Attribute[], name: string): FormMethod {
  const [attribute, other] = attributes.filter((each) => each.name === name);
  if (attribute === undefined) return 'GET';
  const [value, otherValue] = valuesOf(attribute.value) ?? [];
  if (other !== undefined || value === undefined || otherValue !== undefined || value.includes(GAP)) return undefined;
  const method = value.toLowerCase();
  if (method === 'dialog') return 'dialog';
  return method === 'post' ? 'POST' : 'GET';
}
