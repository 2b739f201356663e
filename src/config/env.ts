import { quoteForMessage, trim } from '../core/text';
import { Problem, type ConfigReport } from './config-report';
import { errorCodeOf, type ReadFile } from './read-file';
import { findPlaceholder } from './placeholder';
import { parseBoolean } from './values';
import { FILE_SUFFIX, variableNamed, VARIABLES, type Variable, type VariableName } from './variables';

/**
 * The variables of the Registry as text: secrets taken from their files, placeholders found, blanks counted as unset.
 * Reading and parsing report to `ConfigReport`; a variable with a fault answers its default, which nobody gets to see.
 */
export class Environment {
  private readonly given = new Map<VariableName, string>();
  /** Set, but not to anything that can be used; so that "is not set" is not reported on top. */
  private readonly unusable = new Set<VariableName>();

  constructor(
    env: NodeJS.ProcessEnv,
    private readonly readFile: ReadFile,
    private readonly report: ConfigReport,
  ) {
    for (const variable of VARIABLES) this.take(variable, env);
  }

  isSet(name: VariableName): boolean {
    return this.given.has(name) || this.unusable.has(name);
  }

  /** The value as given, not trimmed. */
  exact(name: VariableName): string | undefined {
    return this.given.get(name);
  }

  optional<T>(name: VariableName, parse: (text: string) => T | Problem): T | undefined {
    const given = this.given.get(name);
    if (given === undefined) return undefined;
    const parsed = parse(trim(given));
    if (!(parsed instanceof Problem)) return parsed;
    this.unusable.add(name);
    this.report.fault(name, parsed.text);
    return undefined;
  }

  withDefault<T>(name: VariableName, parse: (text: string) => T | Problem): T {
    const parsed = this.optional(name, parse);
    return parsed === undefined ? this.parseFallback(name, parse) : parsed;
  }

  /** A value that is no boolean counts as the default (packages.md section 7), but somebody meant something by it. */
  boolean(name: VariableName): boolean {
    const fallback = this.parseFallback(name, parseBoolean);
    const given = trim(this.given.get(name) ?? '');
    if (given === '') return fallback;
    const parsed = parseBoolean(given);
    if (!(parsed instanceof Problem)) return parsed;
    this.report.warn(
      `${name} ${parsed.text}, so the default ${fallback} counts; allowed: ${variableNamed(name).allowed}`,
    );
    return fallback;
  }

  private take(variable: Variable & { name: VariableName }, env: NodeJS.ProcessEnv): void {
    const { name } = variable;
    const direct = env[name] ?? '';
    const path = variable.secret ? trim(env[name + FILE_SUFFIX] ?? '') : '';
    if (path === '') this.accept(variable, direct, 'holds');
    else if (trim(direct) === '') this.takeFile(variable, path);
    else this.refuse(name, `and ${name}${FILE_SUFFIX} are both set, and only one of them may be`);
  }

  private takeFile(variable: Variable & { name: VariableName }, path: string): void {
    const { name } = variable;
    const asSentence = `is given by ${name}${FILE_SUFFIX}, which`;
    const placeholder = findPlaceholder(path);
    if (placeholder !== undefined) {
      this.refuse(name, `${asSentence} holds the unresolved placeholder ${quoteForMessage(placeholder)}`);
      return;
    }
    try {
      const content = Buffer.from(this.readFile(path))
        .toString('utf8')
        .replace(/\r?\n$/, '');
      if (trim(content) === '') this.refuse(name, `${asSentence} names an empty file: ${quoteForMessage(path)}`);
      else this.accept(variable, content, `${asSentence} names a file that holds`);
    } catch (error) {
      this.refuse(
        name,
        `${asSentence} names a file that cannot be read (${errorCodeOf(error)}): ${quoteForMessage(path)}`,
      );
    }
  }

  private accept(variable: Variable & { name: VariableName }, text: string, holds: string): void {
    if (trim(text) === '') return;
    const placeholder = findPlaceholder(text);
    if (placeholder === undefined) {
      this.given.set(variable.name, text);
      return;
    }
    // Within a secret, what looks like a placeholder may be part of the secret itself.
    const mayShow = variable.secret !== true || placeholder === trim(text);
    const shown = mayShow ? ` ${quoteForMessage(placeholder)}` : '';
    this.refuse(variable.name, `${holds} an unresolved placeholder${shown} that the platform did not fill in`);
  }

  private refuse(name: VariableName, problem: string): void {
    this.unusable.add(name);
    this.report.fault(name, problem);
  }

  private parseFallback<T>(name: VariableName, parse: (text: string) => T | Problem): T {
    const parsed = parse(variableNamed(name).fallback ?? '');
    if (parsed instanceof Problem) throw new Error(`The default of ${name} ${parsed.text}`);
    return parsed;
  }
}
