import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join, parse, resolve, sep } from 'node:path';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { codeOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { Findings } from '../findings/findings.ts';
import { nearestName } from '../findings/nearest-name.ts';
import { makeSource, type Source, spanOf } from '../findings/source.ts';

/** What is read for a manifest, and what is wrong with it. */
export interface Reading {
  readonly findings: Findings;
  /** Every text that could be read, for code frames. */
  readonly sources: Map<string, string>;
  /**
   * Every file that the manifest is made of, as it is named, whether or not it could be read: itself, what it includes and its schemas
   * refer to, its views, users and certificates.
   */
  readonly files: Set<string>;
  /** Where a new file could change it: the folder of the views, and those that the patterns of `include` look into. */
  readonly folders: Set<string>;
  /** The module of the handlers, if the manifest names one. A change of code is no change of the manifest. */
  handlersFile?: string;
  /** The texts of code that findings point into, by the names of its files. */
  readonly quoted: Map<string, string>;
}

/** Nothing is read yet. */
export function newReading(): Reading {
  return { findings: new Findings(), sources: new Map(), files: new Set(), folders: new Set(), quoted: new Map() };
}

/** One file to read: `at` is where it is named, if it is. */
export interface TextRequest {
  readonly file: string;
  readonly at?: SourceSpan;
}

/** Reads a file of at most 1 MiB of UTF-8; a byte order mark is dropped. Faults: cannot-read, too-large, not-utf8. */
export function readText({ file, at }: TextRequest, reading: Reading): Source | undefined {
  const { findings, sources } = reading;
  const named = { file, called: `"${file}"`, at: at ?? spanOf(makeSource(file, ''), 0, 0) };
  const bytes = readWhole(at === undefined ? { ...named, split: SPLIT } : named, reading);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder('utf-8').decode(bytes);
  const source = makeSource(file, text);
  sources.set(file, text);
  const offset = firstBadOffset(bytes, text);
  if (offset === undefined) return source;
  const place = spanOf(source, offset, offset + 1);
  const hint = 'save the file as UTF-8';
  findings.add({ code: 'not-utf8', at: place, message: `Cannot read "${file}": a byte here is not UTF-8`, hint });
  return undefined;
}

const SPLIT = ': put routes into files of their own, and name them in "include"';

/** A file of a manifest. */
interface NamedFile {
  readonly file: string;
  /** How messages name it. */
  readonly called: string;
  readonly at: SourceSpan;
  /** What to do if it is too large; follows the limit. */
  readonly split?: string;
  /** What may be wrong with its name, by the reason why it cannot be read. */
  readonly hint?: (reason: string) => string | undefined;
}

/** Its bytes, at most 1 MiB; undefined: there is a finding. Faults: cannot-read, too-large. */
export function readWhole(named: NamedFile, { findings, files }: Reading): Buffer | undefined {
  const { file, called, at, split = '', hint = (reason: string) => hintFor(reason, file) } = named;
  files.add(file);
  const bytes = readAtMost(file, FILE_BYTES_MAX + 1);
  if (typeof bytes === 'string') {
    findings.add({ code: 'cannot-read', at, message: `Cannot read ${called}: ${bytes}`, hint: hint(bytes) });
    return undefined;
  }
  if (bytes.length <= FILE_BYTES_MAX) return bytes;
  const message = `Cannot read ${called}: it is too large`;
  findings.add({ code: 'too-large', at, message, hint: `the limit is 1 MiB${split}` });
  return undefined;
}

/** No file of a manifest is larger. */
const FILE_BYTES_MAX = 1024 * 1024;

/** Most files fit: there can be thousands, and a buffer for the largest would have to be cleared for each. */
const CHUNK = Buffer.alloc(64 * 1024);

/** The bytes, or in words why there are none. Waits for nothing: a FIFO may have no writer, and a device no end. */
export function readAtMost(file: string, bytesMax: number): Buffer | string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    if (isIrregular(fstatSync(descriptor))) return IRREGULAR;
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, CHUNK, 0, Math.min(CHUNK.length, bytesMax - length), null);
      length += read;
      chunks.push(Buffer.from(CHUNK.subarray(0, read)));
      if (read === 0 || length === bytesMax) return Buffer.concat(chunks, length);
    }
  } catch (error) {
    return reasonOf(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Why a file is not read that could make its reader wait; undefined for others, and if there is none. */
export function irregularity(file: string): string | undefined {
  const stats = guarded(() => statSync(file, { throwIfNoEntry: false }));
  return stats !== undefined && isIrregular(stats) ? IRREGULAR : undefined;
}

function isIrregular(stats: Stats): boolean {
  return !stats.isFile() && !stats.isDirectory();
}

const IRREGULAR = 'it is a pipe, a socket or a device, not a regular file';

/** Why the file system refused, in words and without a path. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error) ?? 'unknown reason';
  return REASONS.get(code) ?? code;
}

/** The reason for most. */
export const NO_SUCH_FILE = 'there is no such file';

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', NO_SUCH_FILE],
  ['ELOOP', 'its links lead round in a circle'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  // A socket, or a device without a driver.
  ['ENXIO', IRREGULAR],
  ['ENODEV', IRREGULAR],
  ['ERR_INVALID_ARG_VALUE', 'that is not a file name'],
]);

/**
 * What may have been meant by the name of a file that could not be read for this reason: another one has it in letters of another case, or
 * has nearly that name; or it is a link to what is not there. undefined: nothing is near.
 */
export function hintFor(reason: string, file: string): string | undefined {
  if (reason !== NO_SUCH_FILE) return undefined;
  const path = resolve(file);
  const { root } = parse(path);
  let folder = root;
  for (const name of path.slice(root.length).split(sep)) {
    const names = namesIn(folder);
    if (names === undefined) return undefined;
    if (!names.includes(name)) return nearHint(name, names);
    folder = join(folder, name);
  }
  const target = guarded(() => (lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined));
  return target === undefined ? undefined : `it is a link to "${target}", which is not there`;
}

function nearHint(name: string, names: readonly string[]): string | undefined {
  const same = names.find((other) => other.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return `there is "${same}": the case of letters counts`;
  const nearest = nearestName(name, names);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

function namesIn(folder: string): readonly string[] | undefined {
  const names = guarded(() => readdirSync(folder));
  return names === undefined || names.length > NAMES_MAX ? undefined : names;
}

/** More are not looked through. */
const NAMES_MAX = 10_000;

/** The decoder writes U+FFFD for what it cannot read; one that is in the file itself is no fault. */
function firstBadOffset(bytes: Buffer, text: string): number | undefined {
  let byte = bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
  let from = 0;
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (bytes.indexOf(REPLACEMENT, byte) !== byte) return at;
    from = at;
  }
  return undefined;
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
const REPLACEMENT = Buffer.from('\uFFFD');
