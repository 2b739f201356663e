import { applyDecorators } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  NotContains,
  ValidateBy,
  validateSync,
} from 'class-validator';
import { RegistryError } from '../core/errors';
import { declaredIn, lineOf, type ParameterClass, type QueryRules } from './query-parameter';

function wholeNumber(least: number, most: number): PropertyDecorator {
  const message = `must be a whole number from ${least} to ${most}`;
  const digits = new RegExp(`^\\d{1,${String(most).length}}$`);
  return applyDecorators(
    ...optional(),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (digits.test(value) ? Number(value) : Number.NaN) : value,
    ),
    IsInt({ message }),
    Min(least, { message }),
    Max(most, { message }),
  );
}

function oneOf(values: readonly string[]): PropertyDecorator {
  return applyDecorators(...optional(), IsIn(values, { message: `must be one of ${values.join(', ')}` }));
}

function textUpTo(maxCharacters: number): PropertyDecorator {
  const message = `must have at most ${maxCharacters} characters`;
  return applyDecorators(...optional(), IsString({ message }), MaxLength(maxCharacters, { message }));
}

function comparedText(maxCharacters: number, isEmpty: (text: string) => boolean): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && isEmpty(value) ? undefined : value)),
    textUpTo(maxCharacters),
    NotContains('\u0000', { message: 'must not have the character U+0000' }),
  );
}

function matching(pattern: RegExp, text: string): PropertyDecorator {
  return applyDecorators(...optional(), Matches(pattern, { message: text }));
}

function optional(): readonly PropertyDecorator[] {
  const isGivenOnce = { name: 'isGivenOnce', validator: { validate: (value: unknown) => !Array.isArray(value) } };
  return [IsOptional(), ValidateBy(isGivenOnce, { message: 'must be given once' })];
}

const RULES: QueryRules = { wholeNumber, oneOf, textUpTo, comparedText, matching };

const READY = new WeakSet();

/**
 * A query as its class has declared it. What is not given keeps its default, which has to pass the same rules.
 * @throws RegistryError QUERY_INVALID
 */
export function readQuery<Parameters extends object>(parameterClass: new () => Parameters, query: object): Parameters {
  for (const each of lineOf(parameterClass)) makeReady(each);
  const parameters = plainToInstance(parameterClass, { ...query });
  // The rules in their order: of what one has refused no other is asked.
  const [fault] = validateSync(parameters, { whitelist: true, stopAtFirstError: true });
  if (fault === undefined) return parameters;
  const [allowed = 'is not valid'] = Object.values(fault.constraints ?? {});
  throw new RegistryError('QUERY_INVALID', `query parameter ${fault.property} ${allowed}`, {
    rule: fault.property,
    allowed,
  });
}

/** Declares to the library what the class has declared to us. */
function makeReady(parameterClass: ParameterClass): void {
  if (READY.has(parameterClass)) return;
  for (const [name, declare] of declaredIn(parameterClass)) declare(RULES)(parameterClass.prototype, name);
  READY.add(parameterClass);
}
