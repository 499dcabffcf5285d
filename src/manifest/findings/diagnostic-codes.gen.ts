// Generated from docs/errors/ by npm run generate: changes made here are lost.

/** Every code that a diagnostic can have, and its severity. */
export const SEVERITIES = {
  /** A view asks for something that the security policy of pages forbids. */
  'against-policy': 'error',
  /** An alias has different parameters from the path of its route. */
  'alias-parameters': 'error',
  /** Two paths match the same requests. */
  'ambiguous-routes': 'error',
  /** An alias names no anchor before it, or is inside its own anchor. */
  'bad-alias': 'error',
  /** The users of `velosiped:basicAuth` are missing, not asked for, or have a wrong line. */
  'bad-auth': 'error',
  /** A file of server.tls has no usable certificate or private key. */
  'bad-certificate': 'error',
  /** An example is not a request that could be sent. */
  'bad-example': 'error',
  /** The path of a route with a folder does not end with a parameter for the names of files. */
  'bad-folder': 'error',
  /** A form asks for something that its route does not take, or cannot be filled in. */
  'bad-form': 'error',
  /** A header field cannot be sent as it is. */
  'bad-header': 'error',
  /** An include matches no file. */
  'bad-include': 'error',
  /** A name contains characters that are not allowed there. */
  'bad-name': 'error',
  /** An origin of cors is not one that a browser names, or every origin would get credentials. */
  'bad-origin': 'error',
  /** The schema of a parameter contradicts itself. */
  'bad-parameter-schema': 'error',
  /** The path of a route is malformed. */
  'bad-path': 'error',
  /** An entry of trustProxy is not an IP address or a network, or is too wide or unclear. */
  'bad-proxy': 'error or warning',
  /** A redirect has no target or two, leads nowhere or in a circle, or where clients cannot go. */
  'bad-redirect': 'error or warning',
  /** A schema contradicts itself. */
  'bad-schema': 'error',
  /** A value has the right type, but is not allowed. */
  'bad-value': 'error',
  /** A variable (a dollar sign before braces) has no name or is not closed. */
  'bad-variable': 'error',
  /** A view breaks the rules of Handlebars. */
  'bad-view': 'error',
  /** The file breaks the rules of YAML. */
  'bad-yaml': 'error',
  /** A route reads a body, but takes a method that has none. */
  'body-without-method': 'error',
  /** The handlers' module cannot be loaded. */
  'cannot-load-handlers': 'error',
  /** A file or folder that the manifest names is missing or unreadable. */
  'cannot-read': 'error',
  /** Schemas refer to each other in a circle. */
  'circular-schema': 'error',
  /** Views include each other in a circle. */
  'circular-views': 'error',
  /** A value that is not in quotes begins with "#", which makes a comment of it. */
  'comment-value': 'error or warning',
  /** Two limits or timeouts contradict each other. */
  'contradictory-limits': 'error',
  /** The file contains a control character. */
  'control-character': 'error',
  /** A value inside braces ends at a comma that should be part of it. */
  'cut-target': 'error',
  /** A link or form in a view leads to no route, or to no file of a folder. */
  'dead-link': 'error',
  /** Two groups have the same path. */
  'duplicate-group': 'error',
  /** A map has the same key twice. */
  'duplicate-key': 'error',
  /** Two files have a route with the same name. */
  'duplicate-route': 'error',
  /** A view looks up a name that is known only when the view is shown. */
  'dynamic-lookup': 'warning',
  /** A style element contains something that is known only when the page is shown. */
  'dynamic-style': 'error',
  /** The manifest is empty. */
  'empty-manifest': 'error',
  /** YAML takes part of a text for its own, such as backslashes in double quotes or &copy;. */
  'escaped-text': 'warning',
  /** A certificate has expired, or is not valid yet. */
  'expired-certificate': 'warning',
  /** An example is not answered by its route, or not as it expects. */
  'failed-example': 'error',
  /** A path or a redirect is written in the words of another router, which mean themselves here. */
  'foreign-parameter': 'warning',
  /** A form needs a route with velosiped:submit to build its URL. */
  'form-without-submit': 'error',
  /** An escape is half of a character, which no text can hold. */
  'half-character': 'error',
  /** A page has browsers hide its origin, so that routes with sameOrigin refuse its own forms. */
  'hidden-origin': 'warning',
  /** A key is not text, but a number, a map or nothing. */
  'key-not-text': 'error',
  /** The layout does not have exactly one place for its page. */
  'layout-slot': 'error',
  /** A number loses digits, because JavaScript keeps fewer or because it was meant as text. */
  'lost-digits': 'warning',
  /** The merge key << is not supported. */
  'merge-key': 'error',
  /** A required key is missing. */
  'missing-key': 'error',
  /** A schema requires a property that it does not declare, beside one of nearly the same name. */
  'misspelt-property': 'warning',
  /** A route does not say how it answers. */
  'no-answer': 'error',
  /** The manifest is not a map of keys. */
  'not-a-map': 'error',
  /** A view shows something that its model does not declare. */
  'not-in-model': 'error',
  /** A value exists in YAML but not in JSON. */
  'not-json': 'error',
  /** A file is not UTF-8 text. */
  'not-utf8': 'error',
  /** The list of what logs hide misses a secret, which it has as a header field or leaves out. */
  'open-secret': 'warning',
  /** A parameter in a path has no schema. */
  'parameter-without-schema': 'error',
  /** A redirect does not fill in the path of its route. */
  'redirect-parameters': 'error',
  /** The server itself writes this header field. */
  'refused-header': 'error',
  /** A regular expression can take very long on some texts. */
  'runaway-pattern': 'error',
  /** A schema can take very long on nested values. */
  'runaway-schema': 'error',
  /** A schema belongs to no parameter in the path. */
  'schema-without-parameter': 'error',
  /** A route has more than one way to answer. */
  'several-answers': 'error',
  /** The file contains more than one YAML document. */
  'several-documents': 'error',
  /** The generated types of the handlers do not match the manifest. */
  'stale-types': 'error',
  /** A key has no meaning next to the other keys of its route. */
  'stray-key': 'error or warning',
  /** A log is to go to stdout or stderr by a name that other programs have for it. */
  'stream-by-name': 'warning',
  /** A line is indented with a tab. */
  'tab-indentation': 'error',
  /** Values or schemas are nested too deeply. */
  'too-deep': 'error',
  /** A file is larger than 1 MiB. */
  'too-large': 'error',
  /** Aliases multiply into too many values. */
  'too-many-aliases': 'error',
  /** A view writes a value without escaping it. */
  'unescaped-output': 'error',
  /** A colour is neither a CSS name nor #hex. */
  'unknown-color': 'error',
  /** A group or a route names a guard that does not exist. */
  'unknown-guard': 'error',
  /** A route names a handler that does not exist. */
  'unknown-handler': 'error',
  /** A view calls a helper that does not exist. */
  'unknown-helper': 'error',
  /** A key is not known at its place. */
  'unknown-key': 'error',
  /** A view includes a view that does not exist. */
  'unknown-partial': 'error',
  /** A redirect leads to a route that does not exist. */
  'unknown-route': 'error',
  /** A $ref names a schema that does not exist. */
  'unknown-schema': 'error',
  /** A view does not exist. */
  'unknown-view': 'error',
  /** No route can have a path under that of a group, so it protects nothing. */
  'unmet-group': 'error',
  /** A value with a variable (a dollar sign before braces) is not quoted. */
  'unquoted-variable': 'error',
  /** No request can reach a route, or one of its paths. */
  'unreachable-route': 'error',
  /** A file may be larger than the form that carries it, which is then refused whole (413). */
  'unsendable-file': 'warning',
  /** A route has a method that server.methods does not list. */
  'unserved-method': 'error',
  /** An environment variable is not set, and has no default. */
  'unset-variable': 'error',
  /** No route uses this handler. */
  'unused-handler': 'warning',
  /** No $ref names this schema. */
  'unused-schema': 'warning',
  /** No route, layout or view uses this view. */
  'unused-view': 'warning',
  /** A view cannot show the values that it always gets. */
  'view-fails': 'error',
  /** The secret of the sessions is so short that it can be guessed. */
  'weak-secret': 'error',
  /** A password is in the manifest instead of the environment. */
  'written-password': 'error',
  /** The private key does not belong to the certificate. */
  'wrong-key': 'error',
  /** A value has the wrong type. */
  'wrong-type': 'error',
} as const satisfies Readonly<Record<string, 'error' | 'warning' | 'error or warning'>>;

/** A key of the catalogue. */
export type DiagnosticCode = keyof typeof SEVERITIES;
