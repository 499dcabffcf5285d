// Made out of docs/errors/ by npm run generate: a change made here is lost.

/** Every code that a diagnostic can have, and its severity. */
export const SEVERITIES = {
  /** An alias has other parameters than the path of its route. */
  'alias-parameters': 'error',
  /** Two paths match the same requests. */
  'ambiguous-routes': 'error',
  /** An alias names no anchor before it, or the value that it stands in. */
  'bad-alias': 'error',
  /** A file of server.tls holds no certificate, or no private key, that can be used. */
  'bad-certificate': 'error',
  /** An example is no request that could be sent. */
  'bad-example': 'error',
  /** A form asks for what its route does not take, or cannot be filled in. */
  'bad-form': 'error',
  /** A header field cannot be sent like this. */
  'bad-header': 'error',
  /** An include names no file. */
  'bad-include': 'error',
  /** A name has characters that names of its kind do not have. */
  'bad-name': 'error',
  /** The schema of a parameter contradicts itself. */
  'bad-parameter-schema': 'error',
  /** The path of a route is malformed. */
  'bad-path': 'error',
  /** A proxy that is to be trusted is named by no IP address and no network, or by the network of all addresses. */
  'bad-proxy': 'error or warning',
  /** A redirect does not say where it leads, or twice. */
  'bad-redirect': 'error or warning',
  /** A schema contradicts itself. */
  'bad-schema': 'error',
  /** A value has the right type but is not allowed. */
  'bad-value': 'error',
  /** A variable, a dollar sign before braces, has no name or is not closed. */
  'bad-variable': 'error',
  /** A view breaks the rules of Handlebars. */
  'bad-view': 'error',
  /** The file breaks the rules of YAML. */
  'bad-yaml': 'error',
  /** A route reads a body and takes a method that has none. */
  'body-without-method': 'error',
  /** The module of the handlers cannot be loaded. */
  'cannot-load-handlers': 'error',
  /** A file or folder that is needed is missing or unreadable. */
  'cannot-read': 'error',
  /** Schemas stand for each other in a circle. */
  'circular-schema': 'error',
  /** Views include each other in a circle. */
  'circular-views': 'error',
  /** Two limits or timeouts contradict each other. */
  'contradictory-limits': 'error',
  /** The file has a character that controls a device and shows nothing. */
  'control-character': 'error',
  /** A value inside braces ends at a comma that was meant to be a part of it. */
  'cut-target': 'error',
  /** A link or a form of a view leads to no route. */
  'dead-link': 'error',
  /** A map has the same key twice. */
  'duplicate-key': 'error',
  /** Two files have a route of the same name. */
  'duplicate-route': 'error',
  /** A view looks up a name that is known only when it is shown. */
  'dynamic-lookup': 'warning',
  /** A style element holds what is known only when the page is shown. */
  'dynamic-style': 'error',
  /** The manifest holds nothing. */
  'empty-manifest': 'error',
  /** A certificate is not valid any more, or not yet. */
  'expired-certificate': 'warning',
  /** An example is not answered by its route, or not as it expects. */
  'failed-example': 'error',
  /** A form means a URL that only a route with velosiped:submit could build. */
  'form-without-submit': 'error',
  /** A key is a number, a map or nothing, but no text. */
  'key-not-text': 'error',
  /** The layout does not have exactly one place for its page. */
  'layout-slot': 'error',
  /** The merge key << is not supported. */
  'merge-key': 'error',
  /** A key that is required is missing. */
  'missing-key': 'error',
  /** A route does not say how it answers. */
  'no-answer': 'error',
  /** The manifest is not a map of keys. */
  'not-a-map': 'error',
  /** A view shows what its model does not declare. */
  'not-in-model': 'error',
  /** A value exists in YAML but not in JSON. */
  'not-json': 'error',
  /** A file is not UTF-8 text. */
  'not-utf8': 'error',
  /** A parameter of a path has no schema. */
  'parameter-without-schema': 'error',
  /** A redirect does not fill in the path of its route. */
  'redirect-parameters': 'error',
  /** A header field is written by the server itself. */
  'refused-header': 'error',
  /** A regular expression can take very long on some texts. */
  'runaway-pattern': 'error',
  /** A schema can take very long on nested values. */
  'runaway-schema': 'error',
  /** A schema belongs to no parameter of the path. */
  'schema-without-parameter': 'error',
  /** A route has more than one way to answer. */
  'several-answers': 'error',
  /** The file holds more than one YAML document. */
  'several-documents': 'error',
  /** The generated types of the handlers are not those of the manifest. */
  'stale-types': 'error',
  /** A key has no meaning beside the others of its route. */
  'stray-key': 'error or warning',
  /** A log is to go to stdout or stderr by a name that other programs have for it. */
  'stream-by-name': 'warning',
  /** A line is indented by a tab. */
  'tab-indentation': 'error',
  /** Values are nested too deeply. */
  'too-deep': 'error',
  /** A file is larger than 1 MiB. */
  'too-large': 'error',
  /** Aliases multiply into too many values. */
  'too-many-aliases': 'error',
  /** A view writes a value without escaping it. */
  'unescaped-output': 'error',
  /** A colour is neither a CSS name nor #hex. */
  'unknown-color': 'error',
  /** A route names a handler that does not exist. */
  'unknown-handler': 'error',
  /** A view calls a helper that does not exist. */
  'unknown-helper': 'error',
  /** A key is none of those that are known at its place. */
  'unknown-key': 'error',
  /** A view includes a view that does not exist. */
  'unknown-partial': 'error',
  /** A redirect leads to a route that does not exist. */
  'unknown-route': 'error',
  /** A $ref names a schema that does not exist. */
  'unknown-schema': 'error',
  /** A view that is named does not exist. */
  'unknown-view': 'error',
  /** A value with a variable, a dollar sign before braces, is not quoted. */
  'unquoted-variable': 'error',
  /** No request can reach a route, or one of its paths. */
  'unreachable-route': 'error',
  /** A route has a method that server.methods does not list. */
  'unserved-method': 'error',
  /** A variable of the environment is not set, and no default is given. */
  'unset-variable': 'error',
  /** No route uses this handler. */
  'unused-handler': 'warning',
  /** No $ref names this schema. */
  'unused-schema': 'warning',
  /** No route, layout or view uses this view. */
  'unused-view': 'warning',
  /** A view cannot show the values that it always gets. */
  'view-fails': 'error',
  /** A password is written in the manifest, instead of in the environment. */
  'written-password': 'error',
  /** The private key is not that of the certificate. */
  'wrong-key': 'error',
  /** A value has the wrong type. */
  'wrong-type': 'error',
} as const satisfies Readonly<Record<string, 'error' | 'warning' | 'error or warning'>>;

/** A key of the catalogue. */
export type DiagnosticCode = keyof typeof SEVERITIES;
