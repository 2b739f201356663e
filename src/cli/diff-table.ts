import type { ContractChange } from '../core/contract-diff/change';
import type { ComparedVersion, ContractDiff } from '../core/contract-diff/diff-contracts';
import { CHANGE_CLASSES, type ChangeClass } from '../core/contract-diff/rule';
import { plain, wrapped } from './terminal-text';

const RULE_WIDTH = 32;
const INDENT = '    ';

/** The result for people: the worst changes first, under the capabilities they are of; no colour carries a meaning. */
export function diffTable(diff: ContractDiff, words: readonly [from: string, to: string]): string {
  const { added, removed, changed } = diff.capabilities;
  const lines = [
    ...wrapped(`${versionName(diff.from, words[0])} -> ${versionName(diff.to, words[1])}`, ''),
    `verdict: ${diff.verdict} (${CHANGE_CLASSES.map((name) => `${diff.counts[name]} ${name}`).join(', ')})`,
    `capabilities: ${added.length} added, ${removed.length} removed, ${changed.length} changed`,
    ...(diff.compared === 'package' ? [] : ['only the service definitions were compared']),
    ...CHANGE_CLASSES.flatMap((name) => section(name, diff)),
  ];
  return `${lines.join('\n')}\n`;
}

function section(name: ChangeClass, { changes }: ContractDiff): readonly string[] {
  const ofClass = changes.filter((change) => change.class === name);
  if (ofClass.length === 0) return [];
  const byCapability = Map.groupBy(ofClass, (change) => change.capability_id ?? '');
  return [
    '',
    `${name.toUpperCase()} (${ofClass.length})`,
    ...[...byCapability].flatMap(([id, group]) => [
      ...wrapped(`  ${id === '' ? 'the package' : plain(id)}`, '  '),
      ...group.flatMap(row),
    ]),
  ];
}

/** Rule and summary side by side; a long summary goes on below its beginning. */
function row({ rule, summary }: ContractChange): readonly string[] {
  const hanging = ' '.repeat(INDENT.length + RULE_WIDTH);
  return wrapped(`${INDENT}${rule.padEnd(RULE_WIDTH)}${summary}`, hanging);
}

function versionName({ package_id: id, package_version: version }: ComparedVersion, word: string): string {
  return id === undefined ? plain(word) : `${plain(id)}@${plain(version ?? '?')}`;
}
