import { BUILT_IN_FORM } from '../views/built-in-form.ts';

/** The layout of a manifest that has none: readable, and on the visitor's background. */
export const BUILT_IN_LAYOUT = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#if @page.heading}}{{@page.heading}} - {{/if}}{{@page.title}}</title>
{{#if @page.description}}
<meta name="description" content="{{@page.description}}">
{{/if}}
<link rel="icon" href="data:,">
<style>
body { background-color: {{@page.background}} }
main { max-width: 44rem; margin: 2rem auto; padding: 1.5rem 2rem; font: 1.0625rem/1.55 system-ui, sans-serif; color: #1b1f24; background: #fff }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
</style>
</head>
<body class="background-{{@page.background}}">
<main>
{{> page}}
</main>
</body>
</html>
`;

/** The error page of a manifest that has none. */
export const BUILT_IN_ERROR = `<h1>{{status}} {{reason}}</h1>
{{#if problems}}
<ul>
{{#each problems}}
<li>{{this}}</li>
{{/each}}
</ul>
{{else}}
<p>{{message}}</p>
{{/if}}
{{#if links}}
<ul>
{{#each links}}
<li><a href="{{href}}">{{label}}</a></li>
{{/each}}
</ul>
{{/if}}
{{#if methods}}
<p>Methods: {{#each methods}}<code>{{this}}</code> {{/each}}</p>
{{/if}}
{{#if form}}
<h2>{{form.summary}}</h2>
{{#with form}}
${BUILT_IN_FORM}{{/with}}
{{/if}}
{{#if detail}}
<h2>The original message</h2>
<pre>{{detail}}</pre>
{{/if}}
`;
