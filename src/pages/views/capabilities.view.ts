import { listOf, member, textOf, type JsonObject } from '../../core/json/json-value';
import { trim } from '../../core/text';
import { capabilityView, type CapabilityView } from './capability.view';
import { countText, counted } from './format';

/**
 * About how much HTML the details of all capabilities may take: 256 ordinary ones fit, and a definition at its 2 MiB
 * limit does not make a page that no browser likes. What is left out stands in the service definition.
 */
const MAX_DETAIL_CHARACTERS = 700_000;

export interface CapabilitiesView {
  readonly count: string;
  /** Every capability, for the table. */
  readonly rows: readonly (CapabilityView & { readonly isDetailed: boolean })[];
  readonly omitted: string | undefined;
}

export function capabilitiesView(definition: JsonObject, consumability: JsonObject): CapabilitiesView {
  const guidance = member(consumability, 'capabilities');
  let budget = MAX_DETAIL_CHARACTERS;
  const rows = listOf(member(definition, 'capability_formalizations')).map((capability) => {
    const view = capabilityView(capability, member(guidance, trim(textOf(member(capability, 'capability_id')))));
    // As JSON a view is about as long as what is printed of it: names there, tags here.
    const length = JSON.stringify(view).length;
    const isDetailed = length <= budget;
    budget -= isDetailed ? length : 0;
    return { ...view, isDetailed };
  });
  const omitted = rows.filter(({ isDetailed }) => !isDetailed).length;
  return {
    count: countText(rows.length),
    rows,
    omitted: omitted === 0 ? undefined : counted(omitted, 'capability', 'capabilities'),
  };
}
