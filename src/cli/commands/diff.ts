import { Command, Option } from 'commander';
import type { ContractSide } from '../../core/contract-diff/contract-side';
import { diffContracts, reaches, type ContractDiff } from '../../core/contract-diff/diff-contracts';
import { CHANGE_CLASSES, type ChangeClass } from '../../core/contract-diff/rule';
import type { JsonValue } from '../../core/json/json-value';
import { failure } from '../cli-error';
import type { Console } from '../console';
import { contractOf, operandOf } from '../contract-operand';
import { diffTable } from '../diff-table';
import { prettyJson } from '../json-output';

interface Flags {
  readonly registryUrl?: string;
  readonly registryBase?: string;
  readonly failOn?: ChangeClass;
  readonly format?: 'json' | 'table';
}

const HELP = `
FROM and TO are each one of:
  ID@VERSION  a version at the Registry that --registry-url names; read without counting a download
  a file      a portable bundle, a record as it is downloaded, a publish request, or a plain service definition

A name that ends in .json or begins with / or . is a file, and so is one that is no ID@VERSION. With a plain service
definition on either side only the definitions are compared.

Every change is breaking (something can now fail, do more, or ask for more than before), compatible or editorial, by
rules that docs/contract-diff.md lists with their reasons. The verdict is the worst class, or identical. Comparing
proves nothing about signatures: that is what "anip verify" is for.

Exit codes:
  0  compared, and the verdict is below --fail-on
  1  the verdict reaches --fail-on; or a file or version does not exist or holds no contract
  2  wrong usage
  3  the Registry could not be reached

Examples:
  anip diff city-library-lending@1.1.0 city-library-lending@2.0.0 --registry-url https://registry.example.com
  anip diff city-library-lending@1.1.0 definition.json --registry-url https://registry.example.com --fail-on breaking
  anip diff old.anip-package.json new.anip-package.json --format table
  anip diff old.json new.json --format json | jq -r '.changes[] | select(.class == "breaking") | .summary'`;

export function diffCommand(console: Console): Command {
  return new Command('diff')
    .description('Compare two versions of a contract, and class every change as breaking, compatible or editorial.')
    .argument('<from>', 'the older version: ID@VERSION or a file')
    .argument('<to>', 'the newer version: ID@VERSION or a file')
    .option('--registry-url <url>', "the Registry's address; needed for ID@VERSION")
    .addOption(new Option('--registry-base <url>', 'the same, by its older name').hideHelp())
    .addOption(
      new Option('--fail-on <class>', 'exit 1 when the verdict is this class or a worse one (default: never)').choices(
        CHANGE_CLASSES,
      ),
    )
    .addOption(
      new Option('--format <format>', 'how to print the result (default: table on a terminal, json elsewhere)').choices(
        ['json', 'table'],
      ),
    )
    .addHelpText('after', HELP)
    .action((from: string, to: string, flags: Flags) => diff(from, to, flags, console));
}

async function diff(from: string, to: string, flags: Flags, console: Console): Promise<void> {
  // Both are read as words before anything is fetched, so that wrong usage is told at once.
  const operands = [from, to].map((word) => operandOf(word, flags.registryUrl ?? flags.registryBase));
  const [older, newer] = (await Promise.all(operands.map((operand) => contractOf(operand, console)))) as [
    ContractSide,
    ContractSide,
  ];
  const result = diffContracts(older, newer);
  const format = flags.format ?? (console.isTerminal ? 'table' : 'json');
  console.result(format === 'table' ? diffTable(result, [from, to]) : prettyJson(jsonOf(result)));
  if (flags.failOn !== undefined && reaches(result.verdict, flags.failOn)) {
    throw failure(`the verdict is ${result.verdict}, which --fail-on ${flags.failOn} does not allow`);
  }
}

function jsonOf(result: ContractDiff): JsonValue {
  const changes = result.changes.map((change) => ({ ...change }));
  return { ...result, from: { ...result.from }, to: { ...result.to }, changes };
}
