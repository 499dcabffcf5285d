/** The layout of a manifest that has none: readable, and on the visitor's background. */
export const BUILT_IN_LAYOUT = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{@page.title}}</title>
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

const DESCRIBED =
  '{{#if focused}} autofocus{{/if}}{{#if problem}} aria-invalid="true" aria-describedby="{{id}}-problem"{{else}}{{#if hint}} aria-describedby="{{id}}-hint"{{/if}}{{/if}}';

const INPUT_RULES = [
  '{{#if required}} required{{/if}}{{#if min}} min="{{min}}"{{/if}}{{#if max}} max="{{max}}"{{/if}}',
  '{{#if step}} step="{{step}}"{{/if}}{{#if minLength}} minlength="{{minLength}}"{{/if}}',
  '{{#if maxLength}} maxlength="{{maxLength}}"{{/if}}{{#if pattern}} pattern="{{pattern}}"{{/if}}',
].join('');

/** A form (FormModel) that was refused. */
const FORM = `<form action="{{action}}" method="{{method}}">
{{#each fields}}
<p>
<label for="{{id}}">{{label}}</label>
{{#if isCheckbox}}
<input id="{{id}}" type="checkbox" name="{{name}}" value="{{value}}"{{#if checked}} checked{{/if}}${DESCRIBED}>
{{/if}}
{{#if isChoice}}
<select id="{{id}}" name="{{name}}"{{#if required}} required{{/if}}${DESCRIBED}>
{{#each choices}}
<option value="{{value}}"{{#if selected}} selected{{/if}}>{{label}}</option>
{{/each}}
</select>
{{/if}}
{{#if isTextarea}}
<textarea id="{{id}}" name="{{name}}" rows="{{rows}}" autocomplete="{{autocomplete}}"{{#if placeholder}} placeholder="{{placeholder}}"{{/if}}{{#if required}} required{{/if}}{{#if minLength}} minlength="{{minLength}}"{{/if}}{{#if maxLength}} maxlength="{{maxLength}}"{{/if}}${DESCRIBED}>
{{value}}</textarea>
{{/if}}
{{#if isInput}}
<input id="{{id}}" type="{{type}}" name="{{name}}" value="{{value}}" autocomplete="{{autocomplete}}"{{#if placeholder}} placeholder="{{placeholder}}"{{/if}}${INPUT_RULES}${DESCRIBED}>
{{/if}}
{{#if problem}}
<strong id="{{id}}-problem">{{problem}}</strong>
{{else}}
{{#if hint}}
<span id="{{id}}-hint">{{hint}}</span>
{{/if}}
{{/if}}
</p>
{{/each}}
<p>
{{#each buttons}}
<button type="submit"{{#if name}} name="{{name}}" value="{{value}}"{{/if}}>{{label}}</button>
{{/each}}
</p>
</form>
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
${FORM}{{/with}}
{{/if}}
{{#if detail}}
<h2>The original message</h2>
<pre>{{detail}}</pre>
{{/if}}
`;
