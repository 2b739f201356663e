import { hasMember, listOf, member, textOf, type JsonValue } from '../../core/json/json-value';
import { isStated, shownText, shownTexts, shownValue, words } from './shown-text';

export interface InputView {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly allowed: string;
  readonly defaultValue: string;
  readonly format: string;
  readonly resolution: string;
  readonly summary: string;
}

/** Columns that only some inputs have something in; one that is empty for all of them is left out. */
export type InputColumns = Readonly<Record<(typeof OPTIONAL_COLUMNS)[number], boolean>>;

const OPTIONAL_COLUMNS = ['allowed', 'defaultValue', 'format', 'resolution', 'summary'] as const;

export function inputColumns(inputs: readonly InputView[]): InputColumns {
  const isUsed = (column: (typeof OPTIONAL_COLUMNS)[number]): boolean => inputs.some((input) => input[column] !== '');
  return Object.fromEntries(OPTIONAL_COLUMNS.map((column) => [column, isUsed(column)])) as InputColumns;
}

/** The inputs of a capability (service-definition.md section 4), the required ones first. */
export function inputViews(capability: JsonValue): readonly InputView[] {
  const inputs = listOf(member(capability, 'inputs')).map(inputView);
  return [...inputs.filter(({ isRequired }) => isRequired), ...inputs.filter(({ isRequired }) => !isRequired)];
}

function inputView(input: JsonValue): InputView {
  const semanticType = shownText(input, 'semantic_type');
  const hint = shownText(input, 'clarification_hint');
  return {
    name: shownText(input, 'input_name') || shownText(input, 'name'),
    type: [shownText(input, 'input_type'), semanticType === '' ? '' : `(${semanticType})`].filter(Boolean).join(' '),
    isRequired: member(input, 'required') === true,
    allowed: shownTexts(input, 'allowed_values').join(', '),
    defaultValue: defaultOf(input),
    format: [
      shownText(input, 'input_format'),
      shownText(input, 'validation_pattern'),
      prefixed('catalogue ', shownText(input, 'catalog_ref')),
    ]
      .filter(Boolean)
      .join(', '),
    resolution: resolutionOf(input),
    summary: [shownText(input, 'summary'), hint].filter(Boolean).join(' '),
  };
}

/** Empty texts stand for "none" in the documents of the tools, but with `use_default` they are the default. */
function defaultOf(input: JsonValue): string {
  const value = hasMember(input, 'default_value') ? member(input, 'default_value') : member(input, 'default');
  const isUsed = textOf(member(member(input, 'resolution'), 'on_missing')) === 'use_default';
  if (value === '' && isUsed) return '(empty text)';
  return isStated(value) ? shownValue(value) : '';
}

/** `Backend resolved by X; missing: clarify`. */
function resolutionOf(input: JsonValue): string {
  const resolution = member(input, 'resolution');
  const mode = shownText(resolution, 'mode');
  if (mode === '') return '';
  const outcomes = [
    ['missing', 'on_missing'],
    ['ambiguous', 'on_ambiguous'],
    ['unresolved', 'on_unresolved'],
  ].flatMap(([label = '', name = '']) => {
    const outcome = shownText(resolution, name);
    return outcome === '' ? [] : [`${label}: ${outcome.replaceAll('_', ' ')}`];
  });
  const by = prefixed(' by ', shownText(resolution, 'resolver_ref'));
  return [`${words(mode)}${by}`, ...outcomes].join('; ');
}

function prefixed(prefix: string, text: string): string {
  return text === '' ? '' : `${prefix}${text}`;
}
