/** What tells of a field (FieldModel), inside its tag. */
const DESCRIBED =
  '{{#if focused}} autofocus{{/if}}{{#if problem}} aria-invalid="true" aria-describedby="{{id}}-problem"{{else}}{{#if hint}} aria-describedby="{{id}}-hint"{{/if}}{{/if}}';

/** An input for a text. `of`: where its field is. */
function typedInput(of: '' | '../', told: string): string {
  const optional = ['min', 'max', 'step', 'minLength', 'maxLength', 'pattern'].map(
    (name) => `{{#if ${of}${name}}} ${name.toLowerCase()}="{{${of}${name}}}"{{/if}}`,
  );
  return (
    `<input id="{{id}}" type="{{${of}type}}" name="{{${of}name}}" value="{{value}}" autocomplete="{{${of}autocomplete}}"` +
    `{{#if ${of}placeholder}} placeholder="{{${of}placeholder}}"{{/if}}{{#if ${of}required}} required{{/if}}${optional.join('')}${told}>`
  );
}

/** A field of several parts, which are its choices. */
function group(part: string): string {
  return `<fieldset id="{{id}}"{{#if problem}} aria-describedby="{{id}}-problem"{{else}}{{#if hint}} aria-describedby="{{id}}-hint"{{/if}}{{/if}}>
<legend>{{label}}</legend>
{{#each choices}}
<p>
${part}
</p>
{{/each}}
{{#if problem}}
<p><strong id="{{id}}-problem">{{problem}}</strong></p>
{{else}}
{{#if hint}}
<p><span id="{{id}}-hint">{{hint}}</span></p>
{{/if}}
{{/if}}
</fieldset>`;
}

const FOCUSED = '{{#if focused}} autofocus{{/if}}';

const CHECKBOX = `<input id="{{id}}" type="checkbox" name="{{../name}}" value="{{value}}"{{#if selected}} checked{{/if}}${FOCUSED}>
<label for="{{id}}">{{label}}</label>`;

const LIST_FIELD = `<label for="{{id}}">{{label}}</label>
${typedInput('../', FOCUSED)}`;

/** A form (FormModel). */
export const BUILT_IN_FORM = `<form action="{{action}}" method="{{method}}"{{#if enctype}} enctype="{{enctype}}"{{/if}}>
{{#each fields}}
{{#if isChecks}}
${group(CHECKBOX)}
{{else}}
{{#if isList}}
${group(LIST_FIELD)}
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
${typedInput('', DESCRIBED)}
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
