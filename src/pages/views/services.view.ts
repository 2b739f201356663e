import { listOf, member, textOf, type JsonObject } from '../../core/json/json-value';
import { trim } from '../../core/text';
import { countText } from './format';
import { shownText } from './shown-text';

export interface ServicesView {
  readonly count: string;
  readonly system: readonly object[];
  readonly rows: readonly object[];
}

/** The system, its services, and how many capabilities each owns (service-definition.md section 2). */
export function servicesView(definition: JsonObject): ServicesView {
  const identity = member(definition, 'identity');
  const owners = listOf(member(definition, 'capability_formalizations')).map((capability) =>
    trim(textOf(member(capability, 'service_id'))),
  );
  const services = listOf(member(definition, 'service_topology_bindings'));
  return {
    count: countText(services.length),
    system: [
      { name: 'System', value: shownText(identity, 'system_name') },
      { name: 'Domain', value: shownText(identity, 'domain_name') },
      { name: 'Delivery', value: shownText(identity, 'delivery_model') },
      { name: 'Architecture', value: shownText(identity, 'architecture_shape') },
    ].filter(({ value }) => value !== ''),
    rows: services.map((service) => {
      const id = trim(textOf(member(service, 'service_id')));
      return {
        id,
        name: shownText(service, 'service_name'),
        role: shownText(service, 'source_role').replaceAll('_', ' '),
        capabilities: countText(owners.filter((owner) => owner === id).length),
        concepts: listOf(member(service, 'owned_concept_ids'))
          .map((concept) => textOf(concept))
          .filter((concept) => concept !== '')
          .join(', '),
      };
    }),
  };
}
