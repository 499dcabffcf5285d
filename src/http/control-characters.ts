/** A text on one line, without characters that control a terminal or reverse the order of others. */
export function maskControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD');
}

/** HTML in which the code points that it forbids (WHATWG HTML §13.2.3.5) are U+FFFD, so that people see that there was something. */
export function maskForbidden(html: string): string {
  return html.replace(FORBIDDEN, '\uFFFD');
}

/** Controls but for white space, and noncharacters. */
const FORBIDDEN_CLASS = String.raw`[[\p{Cc}\p{Noncharacter_Code_Point}]--[\t\n\f\r]]`;
/** With the flag v, by which one can be taken out of the other: a lookahead for each character took ten times as long. */
const FORBIDDEN = new RegExp(FORBIDDEN_CLASS, 'gv');

/** Whether nothing of a text is masked, whatever is next to it: two halves of a character can meet. */
export function isMaskFree(text: string): boolean {
  return !MASKED.test(text);
}

const MASKED = new RegExp(`[${FORBIDDEN_CLASS}\\p{Cs}]`, 'v');

/** A text whose control characters are spelt out. */
export function spellControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
