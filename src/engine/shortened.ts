/** The beginning of what a peer has sent, which can be a megabyte; and a quotation mark is six characters on a page. */
export function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}

const SHOWN_CHARACTERS_MAX = 100;
