import type { ContentPiece } from './content.ts';

/** A compiled view inside its layout. Throws if the model lacks what the view shows. */
export type View = (model: unknown, page: PageData) => readonly ContentPiece[];

/** What every page gets besides its model; in a view it is `@page`. */
export interface PageData {
  /** The name of the site. */
  readonly title: string;
  /** The subject of this page: the heading of its route, else its summary, or an error's status and reason. Empty if the route has none. */
  readonly heading: string;
  /** For search engines and messengers. Empty if the route has none, and on error pages. */
  readonly description: string;
  /** A CSS colour from the manifest. */
  readonly background: string;
  /** The forms of the routes that have one, by the name of the route, not filled in. */
  readonly forms: Readonly<Record<string, FormModel>>;
  /** What is known of the visitor. */
  readonly client: ClientModel;
}

/** What a page says about itself. */
export type PageTexts = Pick<PageData, 'heading' | 'description'>;

/** A visitor as a view shows them. */
export interface ClientModel {
  readonly shortLog: boolean;
  readonly showErrors: boolean;
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

/** The form of a route as a view shows it: plain values, `false` for what is absent. */
export interface FormModel {
  /** The name of its route; also the beginning of all ids in it. */
  readonly route: string;
  readonly summary: string;
  readonly method: 'get' | 'post';
  /** Where it is sent: the route itself, or the route that turns it into a URL. */
  readonly action: string;
  /** `multipart/form-data` if it has a file; false: as browsers do. */
  readonly enctype: string | false;
  readonly fields: readonly FieldModel[];
  /** One for the whole form, or one for each choice of its only parameter. */
  readonly buttons: readonly ButtonModel[];
  /** Buttons that send values of their own, whatever the fields contain. */
  readonly presets: readonly PresetModel[];
}

/** A button that sends its form; with a name, it sends that value too. */
export interface ButtonModel {
  readonly label: string;
  readonly name: string | false;
  readonly value: string | false;
}

export interface PresetModel {
  readonly label: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** One input of a form. Exactly one of those that begin with `is` is true, since views cannot compare. */
export interface FieldModel {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: string | false;
  /** What is wrong with the value, on the page that shows a refused form again. */
  readonly problem: string | false;
  /** The first with a problem: people begin there. */
  readonly focused: boolean;
  readonly required: boolean;
  readonly value: string;
  readonly isInput: boolean;
  /** Several lines of text. */
  readonly isTextarea: boolean;
  readonly isFile: boolean;
  /** A group of checkboxes, of which each has an id of its own. */
  readonly isChecks: boolean;
  /** A group of inputs of one name, a choice for each. */
  readonly isList: boolean;
  readonly isChoice: boolean;
  readonly isCheckbox: boolean;
  /** What browsers may fill in; `off`: nothing. */
  readonly autocomplete: string;
  readonly placeholder: string | false;
  /** Of a textarea. */
  readonly rows: string | false;
  /** Of an input for files: the media types that it offers, and whether it takes several. */
  readonly accept: string | false;
  readonly multiple: boolean;
  /** For an input: `text`, `number`, `email`, `file` and so on, and the constraints that HTML has for it. */
  readonly type: string;
  readonly min: string | false;
  readonly max: string | false;
  readonly step: string | false;
  readonly minLength: string | false;
  readonly maxLength: string | false;
  readonly pattern: string | false;
  readonly choices: readonly ChoiceModel[];
  /** For a checkbox. */
  readonly checked: boolean;
}

/** What can be chosen in a field. */
export interface ChoiceModel {
  /** Of a part of a group. */
  readonly id: string | false;
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
  /** The first part of a group in which something is wrong. */
  readonly focused: boolean;
}

/** All that the view of an error page gets. */
export interface ErrorModel {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  /** What the message says, as a list, if it is about several problems; else empty. */
  readonly problems: readonly string[];
  /** The original message, for a client with show_errors on. */
  readonly detail: string | false;
  /** On a 404: near routes whose paths need no values. */
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /** On a 405 and a 501: the methods that are taken. */
  readonly methods: readonly string[];
  /** On a 400: the form of its route as it was sent, with what is wrong in it. */
  readonly form: FormModel | false;
}
