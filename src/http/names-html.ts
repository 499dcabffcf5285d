/** Whether an Accept field names a type of pages (RFC 9110 §12.5.1): who takes anything has not asked for a page. */
export function namesHtml(accept: string | undefined): boolean {
  return accept?.split(',').some((range) => HTML_RANGE.test(range) && !REFUSED.test(range)) ?? false;
}

const HTML_RANGE = /^[\t ]*(?:text\/html|application\/xhtml\+xml)[\t ]*(?:;|$)/i;
const REFUSED = /;[\t ]*q=0(?:\.0{0,3})?[\t ]*(?:;|$)/i;
