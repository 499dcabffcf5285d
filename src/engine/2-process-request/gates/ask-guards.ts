import { type Answer, answer } from '../../../contract/answer.ts';
import type { GuardInput, NamedGuard } from '../../../contract/gates.ts';
import { describeThrown } from '../../../http/describe-thrown.ts';
import { andThen } from '../../and-then.ts';
import { ourFailure } from '../../default-answers.ts';
import { thrownByHandler } from '../../thrown-by-handler.ts';
import { isThenable, toAnswer } from '../call-handler.ts';

/** What guards add to the input of those after them, without a prototype. */
export type GuardContext = Readonly<Record<string, unknown>>;

export type Asked =
  | { readonly kind: 'admitted'; readonly context: GuardContext }
  | { readonly kind: 'refused'; readonly answer: Answer };

export const NO_CONTEXT: GuardContext = Object.freeze(Object.create(null));

/**
 * Asks guards one after another. Only `undefined` and `{ context }` admit; whatever else becomes of a guard refuses.
 * Nothing that a guard throws gets past this.
 */
export function askGuards(
  guards: readonly NamedGuard[],
  input: Omit<GuardInput, 'context'>,
  context: GuardContext = NO_CONTEXT,
): Asked | Promise<Asked> {
  const [first, ...others] = guards;
  if (first === undefined) return { kind: 'admitted', context };
  return andThen(askGuard(first, { ...input, context }), (asked) =>
    asked.kind === 'refused' || others.length === 0 ? asked : askGuards(others, input, asked.context),
  );
}

function askGuard(named: NamedGuard, input: GuardInput): Asked | Promise<Asked> {
  try {
    const result: unknown = named.guard(input);
    if (!isThenable(result)) return judge(named, input, result);
    return Promise.resolve(result)
      .then((late) => judge(named, input, late))
      .catch((thrown) => refused(thrownByHandler(thrown)));
  } catch (thrown) {
    return refused(thrownByHandler(thrown));
  }
}

function judge({ name }: NamedGuard, { context }: GuardInput, result: unknown): Asked {
  if (result === undefined) return { kind: 'admitted', context };
  if (answer.is(result) || answer.isResponse(result))
    return refused(toAnswer(SENT_AS_IS, { name, view: undefined }, result));
  const added = contextOf(result);
  if (added !== undefined)
    return { kind: 'admitted', context: Object.freeze(Object.assign(Object.create(null), context, added)) };
  const mistake = 'it must return nothing, { context: { … } } or an answer, or throw an HttpError';
  const found = `it returned ${describeThrown(result)}`;
  return refused(ourFailure('guard-failed', new TypeError(`The guard "${name}" did not decide: ${mistake}; ${found}`)));
}

const SENT_AS_IS = { response: { status: 200, headers: [], cookies: [] } };

/** An object with exactly the key `context`, and a record behind it. */
function contextOf(result: unknown): object | undefined {
  if (!isRecord(result)) return undefined;
  const [key, second] = Reflect.ownKeys(result);
  const { context } = result;
  return key === 'context' && second === undefined && isRecord(context) ? context : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refused(refusal: Answer): Asked {
  return { kind: 'refused', answer: refusal };
}
