import type { ErrorModel, FieldModel, FormModel, PageData } from '../../contract/page-data.ts';

/** What a page is tried with before there are visitors. */
export function trialPage(known: Pick<PageData, 'title' | 'background' | 'forms'>): PageData {
  return { ...known, heading: '404 Not Found', description: '', client: TRIAL_CLIENT };
}

/** What is known of a visitor. */
export const TRIAL_CLIENT: PageData['client'] = {
  ...{ shortLog: true, showErrors: true, cookies: [{ name: 'bg_color', value: 'green' }] },
};

const INPUT: FieldModel = {
  id: 'divide-dividend',
  name: 'dividend',
  label: 'Dividend',
  hint: 'What is divided',
  problem: 'It must be a number.',
  focused: true,
  required: true,
  value: 'six',
  isInput: true,
  isTextarea: false,
  isFile: false,
  isChecks: false,
  isList: false,
  isChoice: false,
  isCheckbox: false,
  autocomplete: 'off',
  placeholder: 'such as 6',
  rows: false,
  accept: false,
  multiple: false,
  type: 'number',
  min: '0',
  max: '9',
  step: 'any',
  minLength: false,
  maxLength: false,
  pattern: false,
  choices: [],
  checked: false,
};

const NUMBERLESS = { type: 'text', min: false, max: false, step: false } as const;

const FORM: FormModel = {
  route: 'divide',
  summary: 'Divide one number by another',
  method: 'get',
  action: '/submit/divide',
  enctype: 'multipart/form-data',
  fields: [
    INPUT,
    {
      ...INPUT,
      ...NUMBERLESS,
      hint: false,
      problem: false,
      placeholder: false,
      minLength: '1',
      maxLength: '9',
      pattern: '[a-z]+',
    },
    {
      ...INPUT,
      ...NUMBERLESS,
      isInput: false,
      isChoice: true,
      choices: [{ id: false, value: 'a', label: 'A', selected: true, focused: false }],
    },
    {
      ...INPUT,
      ...NUMBERLESS,
      isInput: false,
      isChecks: true,
      choices: [{ id: 'divide-a-1', value: 'a', label: 'A', selected: true, focused: true }],
    },
    {
      ...INPUT,
      isInput: false,
      isList: true,
      choices: [{ id: 'divide-b-1', value: '6', label: '1', selected: true, focused: true }],
    },
    { ...INPUT, ...NUMBERLESS, isInput: false, isTextarea: true, rows: '6' },
    { ...INPUT, ...NUMBERLESS, isInput: false, isCheckbox: true, checked: true },
    { ...INPUT, ...NUMBERLESS, isInput: false, isFile: true, accept: 'image/png', multiple: true },
  ],
  buttons: [
    { label: 'Divide', name: false, value: false },
    { label: 'On', name: 'state', value: '1' },
  ],
  presets: [{ label: 'Six by three', fields: [{ name: 'dividend', value: '6' }] }],
};

/** Each property has all kinds of values that it ever has: what false stands for, too. */
export const TRIAL_FORMS: readonly FormModel[] = [FORM, { ...FORM, enctype: false }];

/** Where a page can lead. */
export const TRIAL_LINKS = [{ href: '/', label: 'Start' }];

const NOTHING = { problems: [], detail: false, links: [], methods: [], form: false } as const;

/** All that an error page ever gets, with and without its optional parts. */
export const ERROR_MODELS: readonly ErrorModel[] = [
  { ...NOTHING, status: 404, reason: 'Not Found', message: 'There is no page at this address.' },
  {
    ...NOTHING,
    status: 404,
    reason: 'Not Found',
    message: 'There is no page.',
    links: TRIAL_LINKS,
  },
  { ...NOTHING, status: 405, reason: 'Method Not Allowed', message: 'It takes POST.', methods: ['POST'] },
  { ...NOTHING, status: 500, reason: 'Internal Server Error', message: 'Something went wrong.', detail: 'No space' },
  { ...NOTHING, status: 400, reason: 'Bad Request', message: 'Dividend must be a number.', form: FORM },
  { ...NOTHING, status: 422, reason: 'Unprocessable Content', message: 'A. B.', problems: ['A.', 'B.'] },
];
