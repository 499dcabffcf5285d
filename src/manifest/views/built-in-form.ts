/** What tells of a field (FieldModel), inside its tag. */
const DESCRIBED =
  '{{#if focused}} autofocus{{/if}}{{#if problem}} aria-invalid="true" aria-describedby="{{id}}-problem"{{else}}{{#if hint}} aria-describedby="{{id}}-hint"{{/if}}{{/if}}';

const INPUT_RULES = [
  '{{#if required}} required{{/if}}{{#if min}} min="{{min}}"{{/if}}{{#if max}} max="{{max}}"{{/if}}',
  '{{#if step}} step="{{step}}"{{/if}}{{#if minLength}} minlength="{{minLength}}"{{/if}}',
  '{{#if maxLength}} maxlength="{{maxLength}}"{{/if}}{{#if pattern}} pattern="{{pattern}}"{{/if}}',
].join('');

/** A form (FormModel). */
export const BUILT_IN_FORM = `<form action="{{action}}" method="{{method}}"{{#if enctype}} enctype="{{enctype}}"{{/if}}>
{{#each fields}}
{{#if isChecks}}
<fieldset id="{{id}}"{{#if problem}} aria-describedby="{{id}}-problem"{{else}}{{#if hint}} aria-describedby="{{id}}-hint"{{/if}}{{/if}}>
<legend>{{label}}</legend>
{{#each choices}}
<p>
<input id="{{id}}" type="checkbox" name="{{../name}}" value="{{value}}"{{#if selected}} checked{{/if}}{{#if focused}} autofocus{{/if}}>
<label for="{{id}}">{{label}}</label>
</p>
{{/each}}
{{#if problem}}
<p><strong id="{{id}}-problem">{{problem}}</strong></p>
{{else}}
{{#if hint}}
<p><span id="{{id}}-hint">{{hint}}</span></p>
{{/if}}
{{/if}}
</fieldset>
{{else}}
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
{{#if isFile}}
<input id="{{id}}" type="file" name="{{name}}"{{#if accept}} accept="{{accept}}"{{/if}}{{#if multiple}} multiple{{/if}}{{#if required}} required{{/if}}${DESCRIBED}>
{{/if}}
{{#if problem}}
<strong id="{{id}}-problem">{{problem}}</strong>
{{else}}
{{#if hint}}
<span id="{{id}}-hint">{{hint}}</span>
{{/if}}
{{/if}}
</p>
{{/if}}
{{/each}}
<p>
{{#each buttons}}
<button type="submit"{{#if name}} name="{{name}}" value="{{value}}"{{/if}}>{{label}}</button>
{{/each}}
</p>
</form>
`;

/** What views can include without a file of that name. */
export const BUILT_IN_PARTIALS: ReadonlyMap<string, string> = new Map([
  ['form', BUILT_IN_FORM],
  ['described', DESCRIBED],
]);
