import type { Command } from 'commander';

/** A completion function for bash, written out of the tree of commands; hidden options stay hidden. */
export function bashCompletion(program: Command): string {
  const name = program.name();
  const cases = casesOf(program, '');
  return `# bash completion of ${name}: source <(${name} completion bash)
_${name}_complete() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" index
  case "$previous" in
    ${[...new Set(valueOptions(program))].sort().join('|')}) COMPREPLY=(); return ;;
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path \${COMP_WORDS[index]}" in
      ${cases.flatMap(({ path }) => (path === '' ? [] : [`"${path}"`])).join('|')}) path="$path \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$path" in
${cases.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${name}_complete ${name}
`;
}

/** Words after which the next one is a value: a file name mostly, which bash completes by itself. */
function valueOptions(command: Command): string[] {
  const own = optionsOf(command).filter(({ takesValue }) => takesValue);
  return [...own.map(({ flag }) => flag), ...command.commands.flatMap(valueOptions)];
}

interface Case {
  /** Every name of the way, each after a space. */
  readonly path: string;
  readonly words: readonly string[];
}

function casesOf(command: Command, path: string): Case[] {
  const words = [
    ...command.commands.flatMap((part) => [part.name(), ...part.aliases()]),
    ...optionsOf(command).map(({ flag }) => flag),
    '--help',
  ];
  const below = command.commands.flatMap((part) =>
    [part.name(), ...part.aliases()].flatMap((name) => casesOf(part, `${path} ${name}`)),
  );
  return [{ path, words }, ...below];
}

function optionsOf(command: Command): { readonly flag: string; readonly takesValue: boolean }[] {
  return command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, required, optional }) =>
      long === undefined ? [] : [{ flag: long, takesValue: required || optional }],
    );
}
