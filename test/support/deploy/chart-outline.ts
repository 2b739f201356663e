import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseManifests, type Manifest } from './manifest';

const NAME = 'anip-registry';

/** Every template of the chart by its file name. */
export function templatesOf(chart: string): ReadonlyMap<string, string> {
  const directory = join(chart, 'templates');
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

/**
 * The manifests of the chart without Helm, which is a program that npm does not bring: what stands in the templates as
 * it is, and the plain references to values. Switches (`if`) count as on, and what is optional (`with`, `range`) is left
 * out. Anything else in a template is an error, so that this stays what it is: no renderer.
 */
export function chartOutline(chart: string): Manifest[] {
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as unknown;
  const { appVersion } = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8')) as { appVersion: string };
  const files = [...templatesOf(chart)].filter(([name]) => name.endsWith('.yaml'));
  return files.flatMap(([, template]) => parseManifests(outline(template, chart, values, appVersion)));
}

function outline(template: string, chart: string, values: unknown, appVersion: string): string {
  const valueAt = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, member) => (value as Record<string, unknown>)[member], values);
  const blocks: string[] = [];
  const lines = template.split('\n').map((line) => {
    const [, opening] = /^\s*\{\{- (if|with|range) .*\}\}$/.exec(line) ?? [];
    if (opening !== undefined) blocks.push(opening);
    else if (/^\s*\{\{- end \}\}$/.test(line)) blocks.pop();
    else if (!blocks.some((block) => block !== 'if')) return line;
    return '';
  });
  const text = lines
    .join('\n')
    .replaceAll(/\{\{- toYaml \.Values\.(\S+) \| nindent (\d+) \}\}/g, (_, path: string, width: string) =>
      indented(stringify(valueAt(path)), width),
    )
    .replaceAll(
      /\{\{- include "anip-registry\.(?:labels|selector)" \(dict "root" \$ "component" "(\w+)"\) \| nindent (\d+) \}\}/g,
      (_, component: string, width: string) =>
        indented(`app.kubernetes.io/name: ${NAME}\napp.kubernetes.io/component: ${component}`, width),
    )
    .replaceAll('{{ include "anip-registry.name" . }}', NAME)
    .replaceAll('{{ include "anip-registry.image" . | quote }}', `${String(valueAt('image.repository'))}:${appVersion}`)
    .replaceAll(
      /\{\{ printf "(\S+)%s" \.Values\.(\S+) \| quote \}\}/g,
      (_, prefix: string, path: string) => prefix + String(valueAt(path)),
    )
    .replaceAll(/\{\{ \.Values\.([\w.]+)(?: \| quote)? \}\}/g, (all: string, path: string) =>
      all.includes('quote') ? JSON.stringify(String(valueAt(path))) : String(valueAt(path)),
    );
  const [unknown] = /\{\{(?!- \.Files\.Get ).*/.exec(text) ?? [];
  if (unknown !== undefined) throw new Error(`the outline of the chart does not know ${unknown}`);
  // Last, because alerts have templates of their own.
  return text.replaceAll(/\{\{- \.Files\.Get "(\S+)" \| nindent (\d+) \}\}/g, (_, file: string, width: string) =>
    indented(readFileSync(join(chart, file), 'utf8'), width),
  );
}

function indented(text: string, width: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => `\n${' '.repeat(Number(width))}${line}`).join('');
}
