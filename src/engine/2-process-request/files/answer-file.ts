import type { Answer, AnswerHead } from '../../../contract/answer.ts';
import type { Coding } from '../../../contract/compression.ts';
import type { FileManner, FileResponder, FolderResponder } from '../../../contract/file-responders.ts';
import type { FilePlace, FileStore, FoundFile, StoredFile } from '../../../contract/files.ts';
import type { Program } from '../../../contract/program.ts';
import type { FieldLine } from '../../../contract/request.ts';
import { acceptedCodings } from '../../../http/accepted-codings.ts';
import { attachment } from '../../../http/content-disposition.ts';
import { fieldValue } from '../../../http/field-value.ts';
import { isCompressible } from '../../../http/media-types.ts';
import { namesHtml } from '../../../http/names-html.ts';
import { decodePath } from '../../../http/percent-coding.ts';
import { andThen } from '../../and-then.ts';
import { chooseCoding } from '../../choose-coding.ts';
import { fileNotFound, unreadableFile } from '../../default-answers.ts';
import { type Asked, answerRepresentation, type Representation } from './answer-representation.ts';
import { readServedPath, withSlash } from './served-path.ts';
import { varying } from './vary.ts';

/** Who asks for a file, and where files are. */
export interface FileAsked extends Asked {
  readonly files: FileStore;
  readonly compression: Program['compression'];
}

/** Answers a route with one file. */
export function answerFile(responder: FileResponder, asked: FileAsked): Answer | Promise<Answer> {
  const wanted = { place: { path: responder.path, within: undefined }, manner: responder, varyBy: BY_NOTHING };
  return andThen(
    asked.files.find(wanted.place),
    (found) => serve(found, wanted, asked) ?? fileNotFound(asked.request.path),
  );
}

/** Answers a route with a file below its folder. `rest` is what the last parameter of the path holds. */
export function answerFolder(responder: FolderResponder, rest: string, asked: FileAsked): Answer | Promise<Answer> {
  const { path } = asked.request;
  const served = readServedPath(rest, path);
  if (served.kind === 'hidden') return fileNotFound(path);
  if (served.kind === 'impossible') return answerMissing(responder, asked);
  const { names, isFolder } = served;
  const { root, index } = responder;
  // The folder itself, asked for without its slash.
  if (names.length === 0 && !path.endsWith('/')) return index === undefined ? fileNotFound(path) : redirect(asked);
  if (isFolder && index === undefined) return answerMissing(responder, asked);
  const below = isFolder ? [...names, index] : names;
  const wanted = { place: { path: `${root}/${below.join('/')}`, within: root }, manner: responder, varyBy: BY_NOTHING };
  return andThen(asked.files.find(wanted.place), (found) => {
    if (found.kind === 'folder' && !isFolder && index !== undefined) return redirect(asked);
    return serve(found, wanted, asked) ?? answerMissing(responder, asked);
  });
}

/** For single-page apps: what the application shows is up to it. */
function answerMissing(responder: FolderResponder, asked: FileAsked): Answer | Promise<Answer> {
  const { fallback, root } = responder;
  const missing = varying(fileNotFound(asked.request.path), varyOf(responder));
  const { method, headers } = asked.request;
  if (fallback === undefined || (method !== 'GET' && method !== 'HEAD') || !namesHtml(headers.get('accept')))
    return missing;
  const wanted = { place: { path: fallback, within: root }, manner: responder, varyBy: varyOf(responder) };
  return andThen(asked.files.find(wanted.place), (found) => serve(found, wanted, asked) ?? missing);
}

/** The answers to a path without a file. */
function varyOf({ fallback }: FolderResponder): readonly string[] {
  return fallback === undefined ? BY_NOTHING : BY_ACCEPT;
}

const BY_NOTHING: readonly string[] = [];
const BY_ACCEPT: readonly string[] = ['Accept'];
const BY_CODING: readonly string[] = ['Accept-Encoding'];
const BY_BOTH: readonly string[] = ['Accept', 'Accept-Encoding'];

function alsoByCoding(varyBy: readonly string[]): readonly string[] {
  return varyBy === BY_NOTHING || varyBy === BY_CODING ? BY_CODING : BY_BOTH;
}

/** To the same address with a slash: relative links of the index would lead elsewhere without it. */
function redirect({ request, head }: FileAsked): Answer {
  const location = withSlash(decodePath(request.path) ?? [], request.target);
  if (location === undefined) return fileNotFound(request.path);
  return { kind: 'empty', head: { ...head, status: 308, headers: [...head.headers, ['Location', location]] } };
}

interface Wanted {
  readonly place: FilePlace;
  readonly manner: FileManner;
  readonly varyBy: readonly string[];
}

/** undefined: nothing is there. */
function serve(found: FoundFile, wanted: Wanted, asked: FileAsked): Answer | Promise<Answer> | undefined {
  switch (found.kind) {
    case 'nothing':
    case 'folder':
      return undefined;
    case 'unreadable':
      return unreadableFile(asked.request.path, found.cause);
    case 'file':
      return andThen(chooseCoded(found.file, wanted, asked), (chosen) => answerChosen(chosen, wanted, asked));
  }
}

interface Chosen {
  readonly file: StoredFile;
  readonly type: string;
  readonly coding: Coding | undefined;
  /** Whether it is made on the way. */
  readonly isMade: boolean;
  readonly varyBy: readonly string[];
}

/** Of a file, its packed forms, and what can be made of it, that which the request prefers. */
function chooseCoded(file: StoredFile, { place, manner, varyBy }: Wanted, asked: FileAsked): Chosen | Promise<Chosen> {
  const type = manner.typeOf(place.path);
  const plain: Chosen = { file, type, coding: undefined, isMade: false, varyBy };
  if (!isCompressible(type) || place.path.endsWith('.br')) return plain;
  const there = asked.files.packedBeside(place, file);
  if (there.length === 0) return chooseMade(plain, asked);
  const accepted = acceptedCodings(fieldValue(asked.request.fieldLines, 'accept-encoding'), there);
  return choosePacked({ ...plain, varyBy: alsoByCoding(varyBy) }, accepted, { place, asked });
}

/** The first of these codings in which there really is a packed form: it can be a link that leads out, or may not be read. */
function choosePacked(
  plain: Chosen,
  [coding, ...others]: readonly Coding[],
  from: { readonly place: FilePlace; readonly asked: FileAsked },
): Chosen | Promise<Chosen> {
  // Browsers accept br over TLS only, and some build tools make nothing else.
  if (coding === undefined) return chooseMade(plain, from.asked);
  const { content } = plain.file;
  const close = (): void => {
    if (content.kind === 'open') content.source.close();
  };
  const packed = from.asked.files.findPacked(from.place, coding);
  if (packed instanceof Promise) packed.catch(close);
  return andThen(packed, (found) => {
    if (found.kind !== 'file') return choosePacked(plain, others, from);
    close();
    return { ...plain, file: found.file, coding };
  });
}

/** A range is one of the file itself: what is made now need not have the bytes of what was made before, though its tag is the same. */
function chooseMade(plain: Chosen, { request, head, compression }: FileAsked): Chosen {
  if (compression === undefined) return plain;
  const { fieldLines, method } = request;
  const isPart = method === 'GET' && fieldValue(fieldLines, 'range') !== undefined;
  const accepted = isPart ? undefined : fieldValue(fieldLines, 'accept-encoding');
  const codable = { type: plain.type, bytes: plain.file.size, headers: head.headers, accepted };
  const choice = chooseCoding(compression, codable);
  if (choice.kind === 'never') return plain;
  const varies = { ...plain, varyBy: alsoByCoding(plain.varyBy) };
  return choice.kind === 'plain' ? varies : { ...varies, coding: choice.coding, isMade: true };
}

function answerChosen(chosen: Chosen, wanted: Wanted, asked: FileAsked): Answer | Promise<Answer> {
  const { file } = chosen;
  // RFC 9110 §8.8.2.1: never later than the Date of the answer.
  const isPast = file.modifiedMs <= asked.nowMs;
  // What is read while it is sent is another one each time.
  if (!isPast || file.content.kind === 'open') return answerRepresentation(represent(chosen, wanted, isPast), asked);
  const made = madeFor(asked.head);
  const forms = made.get(file) ?? [];
  const known = forms.find(({ of, manner }) => manner === wanted.manner && isSameForm(of, chosen));
  if (known !== undefined) return answerRepresentation(known.representation, asked);
  const representation = { ...represent(chosen, wanted, isPast), kept: {} };
  made.set(file, [...forms, { of: chosen, manner: wanted.manner, representation }]);
  return answerRepresentation(representation, asked);
}

/** A form of a file as a route sends it. */
interface Made {
  readonly of: Chosen;
  readonly manner: FileManner;
  readonly representation: Representation;
}

/**
 * By the head that a route declares: what is made goes with the program of the route, and before that with the file. Making each
 * again, and the heads of its answers, took 3 of 38 µs.
 */
const MADE = new WeakMap<AnswerHead, WeakMap<StoredFile, readonly Made[]>>();

function madeFor(head: AnswerHead): WeakMap<StoredFile, readonly Made[]> {
  const known = MADE.get(head);
  if (known !== undefined) return known;
  const made = new WeakMap<StoredFile, readonly Made[]>();
  MADE.set(head, made);
  return made;
}

function isSameForm(one: Chosen, other: Chosen): boolean {
  return one.coding === other.coding && one.isMade === other.isMade && one.varyBy === other.varyBy;
}

function represent(
  { file, type, coding, isMade, varyBy }: Chosen,
  { place, manner }: Wanted,
  isPast: boolean,
): Representation {
  const { size, modifiedMs, content, isStrong } = file;
  const fields: FieldLine[] = [
    ['Accept-Ranges', 'bytes'],
    ['X-Content-Type-Options', 'nosniff'],
  ];
  if (coding !== undefined) fields.push(['Content-Encoding', coding]);
  const name = downloadName(manner, place.path);
  if (name !== undefined) fields.push(['Content-Disposition', attachment(name)]);
  return {
    type,
    size,
    content,
    hasRanges: true,
    make: isMade ? coding : undefined,
    varyBy,
    fields,
    tag: `${isStrong ? '' : 'W/'}"${file.tag}${coding === undefined ? '' : `-${coding}`}"`,
    modifiedMs: isPast ? modifiedMs : undefined,
  };
}

function downloadName({ download }: FileManner, path: string): string | undefined {
  switch (download.kind) {
    case 'no':
      return undefined;
    case 'named':
      return download.name;
    case 'own-name':
      return path.slice(path.lastIndexOf('/') + 1);
  }
}
