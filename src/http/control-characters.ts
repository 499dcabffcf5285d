/** A text on one line, without characters that control a terminal or reverse the order of others. */
export function maskControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD');
}

/** A text whose control characters are spelt out. */
export function spellControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
