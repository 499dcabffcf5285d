/** What pages of other origins can read and send (Fetch Standard, CORS protocol). */
export type CorsRule =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      /** As browsers write them; `*` is any. */
      readonly origins: ReadonlySet<string>;
      readonly headers: readonly string[];
      readonly expose: readonly string[];
      readonly credentials: boolean;
      readonly maxAgeSeconds: number | undefined;
    };

export type OpenCors = CorsRule & { readonly kind: 'open' };
