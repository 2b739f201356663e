/** What a query parameter may have to be. */
export interface QueryRules {
  readonly wholeNumber: (least: number, most: number) => PropertyDecorator;
  readonly oneOf: (values: readonly string[]) => PropertyDecorator;
  /** Characters are code points: a letter beyond U+FFFF is one. */
  readonly textUpTo: (maxCharacters: number) => PropertyDecorator;
  /** A text that the store can compare; an empty one asks for nothing. */
  readonly comparedText: (maxCharacters: number, isEmpty: (text: string) => boolean) => PropertyDecorator;
  /** `text` says what it must be, as the end of a sentence that begins with the name of the parameter. */
  readonly matching: (pattern: RegExp, text: string) => PropertyDecorator;
}

/** Says what a query parameter must be, by the rules of class-validator once they are there. */
export type Declare = (rules: QueryRules) => PropertyDecorator;

export interface ParameterClass {
  readonly prototype: object;
}

const DECLARED = new Map<object, Map<string, Declare>>();

/**
 * Declares a member of a parameter class as a query parameter. Its rules are loaded with the first query that is read
 * (`QueryPipe`): the library for them is a twentieth of a start, and most processes are started to be asked for packages.
 */
export function QueryParameter(declare: Declare): PropertyDecorator {
  return ({ constructor }, name) => {
    DECLARED.set(constructor, (DECLARED.get(constructor) ?? new Map<string, Declare>()).set(String(name), declare));
  };
}

/** What was declared in this class itself, by the names of its members. */
export function declaredIn(parameterClass: ParameterClass): ReadonlyMap<string, Declare> {
  return DECLARED.get(parameterClass) ?? new Map<string, Declare>();
}

/** A class and those that it extends. */
export function lineOf(parameterClass: ParameterClass): readonly ParameterClass[] {
  const line: ParameterClass[] = [];
  for (let at: unknown = parameterClass; typeof at === 'function'; at = Object.getPrototypeOf(at)) line.push(at);
  return line;
}

/** The names of all parameters that a class reads. */
export function queryParametersOf(parameterClass: ParameterClass): readonly string[] {
  return lineOf(parameterClass).flatMap((each) => [...declaredIn(each).keys()]);
}
