import type { Program } from '../contract/program.ts';
import type { FieldLine } from '../contract/request.ts';

/**
 * The program as an answer over a plain connection has to have it: its pages without Strict-Transport-Security, which must
 * not be sent there (RFC 6797 §7.2). Made once for each program; mostly it is the same.
 */
export function withoutTransportSecurity(program: Program): Program {
  const known = MADE.get(program);
  if (known !== undefined) return known;
  const made = make(program);
  MADE.set(program, made);
  return made;
}

const MADE = new WeakMap<Program, Program>();

function make(program: Program): Program {
  const { pages } = program;
  const lists = [...pages.headers];
  if (!lists.some(([, lines]) => lines.some(isTransportSecurity))) return program;
  const headers = new Map(lists.map(([color, lines]) => [color, lines.filter((line) => !isTransportSecurity(line))]));
  return { ...program, pages: { ...pages, headers } };
}

function isTransportSecurity([name]: FieldLine): boolean {
  return name.toLowerCase() === 'strict-transport-security';
}
