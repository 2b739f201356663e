import { join } from 'node:path';
import ts from 'typescript';
import type { Manifest } from './manifest';

const ROOT = join(__dirname, '../../..');

/** Where Kubernetes' schemas have a kind; `monitoring.coreos.com` is the Prometheus operator's. */
function moduleOf(apiVersion: string): string {
  const path = apiVersion.includes('/') ? apiVersion : `v1`;
  return apiVersion.startsWith('monitoring.')
    ? `@kubernetes-models/prometheus-operator/${path}`
    : `kubernetes-models/${path}`;
}

/** What the schema says against the values of a manifest; it lets members pass that it does not know. */
export async function schemaFaults(manifest: Manifest): Promise<string[]> {
  // By its path: Jest asks for what packages export to `require`, and these export to `import` only.
  const file = join(ROOT, 'node_modules', moduleOf(manifest.apiVersion), 'index.js');
  const models = (await import(file)) as Record<string, new (data: object) => { validate(): void }>;
  const Model = models[manifest.kind];
  if (Model === undefined) return [`${manifest.apiVersion} has no ${manifest.kind}`];
  try {
    new Model(manifest).validate();
    return [];
  } catch (error) {
    return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`];
  }
}

/**
 * What the TypeScript compiler says when the manifests are written as values of Kubernetes' types: members that do not
 * exist, such as a misspelt one, which a cluster would drop without a word.
 */
export function typeFaults(manifests: readonly Manifest[]): string[] {
  const kinds = new Map(manifests.map(({ apiVersion, kind }) => [kind, moduleOf(apiVersion)]));
  const imports = [...kinds].map(([kind, module]) => `import type { I${kind} } from '${module}';`);
  const values = manifests.map((manifest, n) => `export const m${n}: I${manifest.kind} = ${JSON.stringify(manifest)};`);
  const fileName = join(ROOT, 'test/manifests.generated.ts');
  const source = ts.createSourceFile(fileName, [...imports, ...values].join('\n'), ts.ScriptTarget.ES2023);

  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => (name === fileName ? source : readSource(name, ...rest));
  const program = ts.createProgram([fileName], options, host);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
