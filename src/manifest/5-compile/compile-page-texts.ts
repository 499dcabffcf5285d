import type { PageData, PageTexts } from '../../contract/page-data.ts';
import { messageOf } from '../../http/describe-thrown.ts';
import type { SoundRoute } from '../3-resolve/sound-site.ts';
import type { ParsedView } from '../views/parsed-view.ts';
import { NO_PROTOTYPES } from './fold-constants.ts';

/** Fills in the texts that differ between requests. Throws if the model lacks what they show. */
export type FillTexts = (model: unknown, page: PageData) => Partial<PageTexts>;

/** Makes a template whose result is text: views escape it where they show it. */
export type CompileText = (ast: hbs.AST.Program) => HandlebarsTemplateDelegate;

/** The texts that are the same for all requests. */
export function fixedTexts({ heading, description }: Pick<SoundRoute, keyof PageTexts>): Partial<PageTexts> {
  return {
    ...(heading.kind === 'fixed' && { heading: heading.text }),
    ...(description.kind === 'fixed' && { description: description.text }),
  };
}

/** undefined: there are no others. */
export function compileFill(
  { heading, description }: Pick<SoundRoute, keyof PageTexts>,
  compile: CompileText,
): FillTexts | undefined {
  const head = heading.kind === 'template' ? compileText(heading.template, compile) : undefined;
  const about = description.kind === 'template' ? compileText(description.template, compile) : undefined;
  if (head === undefined && about === undefined) return undefined;
  return (model, page) => ({
    ...(head !== undefined && { heading: head(model, page) }),
    ...(about !== undefined && { description: about(model, page) }),
  });
}

function compileText({ name, ast }: ParsedView, compile: CompileText): (model: unknown, page: PageData) => string {
  const template = compile(ast);
  return (model, page) => {
    try {
      return template(model, { data: { page }, ...NO_PROTOTYPES });
    } catch (cause) {
      throw new Error(`Cannot fill in the ${name}: ${whatIsMissing(messageOf(cause))}`, { cause });
    }
  };
}

/** What Handlebars says of a name that is not there, without the place in what it has generated. */
export function whatIsMissing(said: string): string {
  return said.replace(/^(".*") not defined in .* - [\d:]+$/s, '$1 is missing in what it gets');
}
