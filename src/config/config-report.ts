import { variableNamed, VARIABLES, type VariableName } from './variables';

export interface ConfigFault {
  readonly variable: VariableName;
  /** A whole sentence: the variable's name, what is wrong with it, and what is allowed. */
  readonly message: string;
}

/** The configuration cannot be used; names every fault at once, so that one correction is enough. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly ConfigFault[]) {
    const head =
      faults.length === 1 ? 'The configuration has 1 fault:' : `The configuration has ${faults.length} faults:`;
    super([head, ...faults.map((fault) => `  - ${fault.message}`)].join('\n'));
  }
}

/** What a parser answers instead of a value; the text continues the sentence that the variable's name begins. */
export class Problem {
  constructor(readonly text: string) {}
}

/** Collects what is wrong while the whole environment is read. */
export class ConfigReport {
  readonly warnings: string[] = [];
  private readonly faults: ConfigFault[] = [];

  fault(variable: VariableName, problem: string): void {
    this.faults.push({ variable, message: `${variable} ${problem}; allowed: ${variableNamed(variable).allowed}` });
  }

  warn(sentence: string): void {
    this.warnings.push(sentence);
  }

  /** @throws ConfigError with the faults in the order of the table of variables */
  throwIfFaulty(): void {
    if (this.faults.length === 0) return;
    throw new ConfigError(VARIABLES.flatMap(({ name }) => this.faults.filter(({ variable }) => variable === name)));
  }
}
