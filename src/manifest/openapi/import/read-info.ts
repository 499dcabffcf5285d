import type { DocumentNode } from './document-reader.ts';
import type { ImportReport } from './import-report.ts';
import type { Shape } from './translate-schema.ts';

/** `info` of a manifest. */
export function readInfo(root: DocumentNode, report: ImportReport): Shape {
  const info = root.in('info');
  if (info === undefined) {
    root.fault('Missing key "info"');
    return {};
  }
  const fields = info.map('"info"');
  if (fields.size > 0)
    for (const key of ['title', 'version']) if (!fields.has(key)) info.fault(`Missing key "${key}" in "info"`);
  report.rest(info, ['title', 'version', 'description', 'contact', 'license', 'x-language'], '"info"');
  const language = info.in('x-language')?.value;
  const license = texts(info.in('license'), ['name', 'identifier', 'url'], report);
  return {
    ...texts(info, ['title', 'version', 'description'], undefined),
    ...group('contact', texts(info.in('contact'), ['name', 'url', 'email'], report)),
    ...group('license', license['name'] === undefined ? {} : license),
    ...(typeof language === 'string' ? { language } : {}),
  };
}

/** `report` gets the other keys. */
function texts(node: DocumentNode | undefined, keys: readonly string[], report: ImportReport | undefined): Shape {
  if (node === undefined) return {};
  const fields = node.map(`"${node.keys.at(-1)}"`);
  report?.rest(node, keys, `"${node.keys.at(-1)}"`);
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = fields.get(key)?.text(`"${key}"`);
      return text === undefined || text === '' ? [] : [[key, text]];
    }),
  );
}

function group(key: string, values: Shape): Shape {
  return Object.keys(values).length === 0 ? {} : { [key]: values };
}
