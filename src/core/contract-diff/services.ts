import { member, textOf } from '../json/json-value';
import { quoteForMessage, trim } from '../text';
import { changeOf, placeOf, type ContractChange } from './change';
import { alwaysEach, compareElement, type Comparison } from './compare-members';
import { matchElements } from './match-elements';
import type { Pair } from './pair';

const SERVICE_COMPARISONS = new Map<string, Comparison>(
  alwaysEach('service.text_changed', ['service_name', 'implementation_notes', 'summary', 'description']),
);

/** Services are matched by service_id (service-definition.md section 2). */
export function compareServices(pair: Pair): readonly ContractChange[] {
  const { matched, removed, added, isReordered } = matchElements(pair, (service) =>
    trim(textOf(member(service, 'service_id'))),
  );
  const named = (id: string): string => `service ${quoteForMessage(id)}`;
  return [
    ...removed.map((service) => changeOf('service.removed', service, `${named(service.key)} was removed`)),
    ...added.map((service) => changeOf('service.added', service, `${named(service.key)} was added`)),
    ...matched.flatMap((service) => {
      const about = `${named(service.key)}: `;
      return compareElement({ ...service, about }, SERVICE_COMPARISONS, 'service.other_changed');
    }),
    ...(isReordered ? [placeOf('contract.rewritten', pair, 'the services are in another order')] : []),
  ];
}
