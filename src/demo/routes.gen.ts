// Made from the manifest by the command `types`: changes made here are lost.

import type { RouteHandler } from '../contract/route-types.ts';

/** What `handlers` must be. A function that names its model (`(input): Model => …`) must not return other properties either. */
export interface Handlers {
  readonly divide: RouteHandler<Routes, 'divide'>;
  readonly setCookie: RouteHandler<Routes, 'setCookie'>;
  readonly shortLog: RouteHandler<Routes, 'shortLog'>;
  readonly showErrors: RouteHandler<Routes, 'showErrors'>;
}

/** What each route declares, by its name. */
export interface Routes {
  /** `/`: The start page */
  readonly start: Record<never, never>;
  /** `/div/{dividend}/to/{divisor}`: Divide one number by another */
  readonly divide: {
    readonly params: {
      /** Such as 6 or -0.5 */
      readonly dividend: number;
      /** Any number but 0 */
      readonly divisor: number;
    };
    readonly model: Quotient;
  };
  /** `/set_cookie/=/{pairs...}`: Set cookies */
  readonly setCookie: {
    readonly params: {
      /** Each as name=value; several are separated by a semicolon and a space */
      readonly pairs: string;
    };
    readonly model: CookiesSet;
  };
  /** `/short_log/{state}`: Choose how your requests are logged */
  readonly shortLog: {
    readonly params: {
      /** Short log */
      readonly state: 0 | 1;
    };
    readonly model: Switch;
  };
  /** `/show_errors/{state}`: Choose what error pages tell you */
  readonly showErrors: {
    readonly params: {
      /** Show errors */
      readonly state: 0 | 1;
    };
    readonly model: Switch;
  };
  /** `/submit/{route}`: Turn a submitted form into the URL that it means */
  readonly submitForm: {
    readonly params: {
      /** Form */
      readonly route: string;
    };
  };
}

export interface Quotient {
  readonly dividend: number;
  readonly divisor: number;
  /** Rounded to what the page shows */
  readonly quotient: string;
}

export interface CookiesSet {
  readonly cookies: readonly {
    readonly name: string;
    readonly value: string;
  }[];
}

export interface Switch {
  readonly on: boolean;
}
