import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Handlebars from 'handlebars';
import { ConstantFolder } from '../../src/manifest/5-compile/fold-constants.ts';

const FORMS = { look: { route: 'look', summary: 'Look <here>' } };

describe('compile: what pages have alike is shown once (fold-constants)', () => {
  const folded: readonly (readonly [view: string, text: string])[] = [
    ['a {{@page.title}} b', 'a T&amp;T b'],
    ['{{#with @page.forms.look}}{{summary}}{{/with}}', 'Look &lt;here&gt;'],
    ['{{#each @page.forms}}{{@key}}:{{route}};{{/each}}', 'look:look;'],
    ['{{#if @page.forms.look}}yes{{else}}{{model}}{{/if}}', 'yes'],
    ['{{#with @page.forms.nope}}x{{/with}}', ''],
    ['<b class="{{@page.background}}">', '<b class="green">'],
    ['{{#with @page.forms.look}}{{#with summary}}{{../route}}{{/with}}{{/with}}', 'look'],
  ];
  for (const [view, text] of folded) it(`leaves a text of ${view}`, () => assert.deepEqual(fold(view), [text]));

  const kept: readonly string[] = [
    '{{name}}',
    '{{@page.heading}}',
    '{{@page.client.cookies}}',
    '{{#if name}}{{@page.title}}{{/if}}',
    '{{#with @page.forms.look}}{{../name}}{{/with}}',
    '{{#with @page.forms.look}}{{@root.name}}{{/with}}',
    '{{#with @page.forms.look}}{{@page.heading}}{{/with}}',
    '{{#with @page.forms.look}}{{#if ../name}}x{{/if}}{{/with}}',
    '{{#with @page.forms.look}}{{#with ..}}{{this}}{{/with}}{{/with}}',
    '{{#each @page.forms}}{{#each ../list}}{{this}}{{/each}}{{/each}}',
    '{{> part this}}',
    '{{#with @page.forms.look}}{{#if @page.heading}}x{{else}}y{{/if}}{{/with}}',
    '{{#with @page.forms.look}}{{lookup @page "heading"}}{{/with}}',
    '{{#with @page.forms.look}}{{#each @page}}{{this}}{{/each}}{{/with}}',
  ];
  for (const view of kept) it(`leaves ${view} to the request`, () => assert.deepEqual(fold(view), [undefined]));
});

/** The texts that a view consists of; undefined for what is no text. */
function fold(view: string): readonly (string | undefined)[] {
  const ast = Handlebars.parse(view);
  const compile = (statement: hbs.AST.Statement): HandlebarsTemplateDelegate =>
    Handlebars.compile({ ...ast, body: [statement] }, { strict: true });
  const constants = { title: 'T&T', background: 'green', forms: JSON.parse(JSON.stringify(FORMS)) };
  const folded = new ConstantFolder(constants, compile).fold(ast.body);
  return folded.map((node) => ('value' in node && typeof node.value === 'string' ? node.value : undefined));
}
