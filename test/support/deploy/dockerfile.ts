/** One instruction: `COPY --from=build /app/dist ./dist` has the keyword COPY, one flag, and the rest as its text. */
export interface Instruction {
  readonly keyword: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Stage {
  /** What FROM names, with the ARGs before the first stage filled in. */
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, in order. Knows what ours uses: no heredocs, no other escape character. */
export function parseDockerfile(source: string): Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  const globals: Record<string, string> = {};
  for (const instruction of instructionsOf(source)) {
    const stage = stages.at(-1);
    if (instruction.keyword === 'FROM') {
      const [base = '', , name] = fillIn(instruction.text, globals).split(' ');
      stages.push({ base, name, instructions: [] });
    } else if (stage !== undefined) {
      stage.instructions.push(instruction);
    } else if (instruction.keyword === 'ARG') {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(instruction.text) ?? [];
      globals[name] = fillIn(value, globals);
    } else {
      throw new Error(`${instruction.keyword} before the first FROM`);
    }
  }
  return stages;
}

export function only(stage: Stage, keyword: string): Instruction {
  const found = stage.instructions.filter((instruction) => instruction.keyword === keyword);
  if (found.length !== 1) throw new Error(`${keyword} is there ${found.length} times`);
  return found[0]!;
}

function instructionsOf(source: string): Instruction[] {
  return source
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map(parseInstruction);
}

function parseInstruction(line: string): Instruction {
  const [, keyword = '', flagText = '', text = ''] = /^(\w+) ((?:--\S+ +)*)(.*)$/.exec(line) ?? [];
  const flags = [...flagText.matchAll(/--([^\s=]+)=(\S+)/g)].map(([, name, value]) => [name, value]);
  return { keyword: keyword.toUpperCase(), flags: Object.fromEntries(flags) as Record<string, string>, text };
}

function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (reference, name: string) => values[name] ?? reference);
}
