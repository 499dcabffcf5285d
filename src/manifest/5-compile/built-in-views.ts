/** The layout of a manifest that has none: just enough to be read, on the visitor's background. */
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

/** The error page of a manifest that has none. */
export const BUILT_IN_ERROR = `<h1>{{status}} {{reason}}</h1>
<p>{{message}}</p>
{{#if detail}}
<h2>The original message</h2>
<pre>{{detail}}</pre>
{{/if}}
`;
