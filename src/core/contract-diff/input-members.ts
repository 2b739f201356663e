import { isBlank } from '../text';
import type { JsonValue } from '../json/json-value';
import { changeOf, edited } from './change';
import type { Comparison } from './compare-members';
import { textsOf } from './pair';

/** Exactly `true` means required (service-definition.md section 5). */
export const compareRequired: Comparison = (pair) => {
  const isRequired = pair.to === true;
  if ((pair.from === true) === isRequired) return [];
  return isRequired
    ? [changeOf('input.became_required', pair, 'is required now')]
    : [changeOf('input.became_optional', pair, 'is optional now')];
};

/** `input_format` and `validation_pattern`: which texts are values at all. */
export function compareSyntax(name: string): Comparison {
  return (pair) => {
    const [from, to] = textsOf(pair);
    if (from === to) return [];
    if (from === '') return [changeOf('input.syntax_introduced', pair, `${name} ${edited(pair)}`)];
    if (to === '') return [changeOf('input.syntax_lifted', pair, `${name} ${edited(pair)}`)];
    return [changeOf('input.syntax_changed', pair, `${name} ${edited(pair)}`)];
  };
}

export const compareSemantics: Comparison = (pair) => {
  const [from, to] = textsOf(pair);
  if (from === to) return [];
  return [
    changeOf(from === '' ? 'input.semantics_stated' : 'input.semantics_changed', pair, `meaning ${edited(pair)}`),
  ];
};

export const compareCatalog: Comparison = (pair) => {
  const [from, to] = textsOf(pair);
  if (from === to) return [];
  return [changeOf(to === '' ? 'input.catalog_lifted' : 'input.catalog_changed', pair, `catalog ${edited(pair)}`)];
};

export const compareEntityReference: Comparison = (pair) => {
  const mustRefer = pair.to === true;
  if ((pair.from === true) === mustRefer) return [];
  return mustRefer
    ? [changeOf('input.entity_demanded', pair, 'must refer to an entity now')]
    : [changeOf('input.entity_lifted', pair, 'need no longer refer to an entity')];
};

/** Published definitions write "no default" in four ways; between those, nothing changes for a caller. */
export const compareDefault: Comparison = (pair) => {
  if (isNoDefault(pair.from) && isNoDefault(pair.to)) return [];
  return [changeOf('input.default_changed', pair, `default ${edited(pair)}`)];
};

function isNoDefault(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}
