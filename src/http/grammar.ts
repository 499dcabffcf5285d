/** The marks of `tchar`, as shown in messages: a token has letters, digits and these. */
export const TCHAR_MARKS = "!#$%&'*+-.^_`|~";
/** tchar (RFC 9110 §5.6.2), as the inside of a character class. */
export const TCHAR_CLASS = `${TCHAR_MARKS.replace('-', '\\-')}0-9A-Za-z`;
/** token (RFC 9110 §5.6.2): a method, the name of a field, of a cookie, of a parameter. */
export const TOKEN = new RegExp(`^[${TCHAR_CLASS}]+$`);

/**
 * field-value without obs-text (RFC 9110 §5.5): visible ASCII with SP and HTAB inside. It survives any encoding, so no value
 * can split a message. It can be empty.
 */
export const FIELD_VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;

const COOKIE_OCTET_CLASS = '\\x21\\x23-\\x2b\\x2d-\\x3a\\x3c-\\x5b\\x5d-\\x7e';
/** *cookie-octet (RFC 6265 §4.1.1). */
export const COOKIE_OCTETS = new RegExp(`^[${COOKIE_OCTET_CLASS}]*$`);
/** cookie-value (RFC 6265 §4.1.1): these, perhaps in double quotes. */
export const COOKIE_VALUE = new RegExp(`^(?:[${COOKIE_OCTET_CLASS}]*|"[${COOKIE_OCTET_CLASS}]*")$`);
