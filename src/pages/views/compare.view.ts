import { CHANGE_CLASSES, type ChangeClass } from '../../core/contract-diff/rule';
import type { ContractChange } from '../../core/contract-diff/change';
import type { ContractDiff, Verdict } from '../../core/contract-diff/diff-contracts';
import type { PackageRecord } from '../../core/package-record';
import type { ComparedRecords } from '../../packages/compare-versions.service';
import { capabilityAnchor } from './capability.view';
import { CONTRACT_RULES_HREF, meaningOf, ruleView, type RuleView } from './contract-rules.view';
import { countText, counted } from './format';
import { compareApiHref, compareHref, packageHref } from './hrefs';
import { lifecycleView } from './lifecycle.view';
import { publisherView } from './publisher.view';
import { shownValue, visible, words } from './shown-text';

/** More changes than a person reads; the API has them all. The worst come first: none is left out for a lesser one. */
const MAX_SHOWN_CHANGES = 600;
/** A longer list is folded, unless it is the one that must be read. */
const MAX_OPEN_CHANGES = 100;

/** A longer list is read capability by capability. */
const MAX_FLAT_CHANGES = 30;

const VERDICTS: Readonly<Record<Verdict, string>> = {
  breaking: 'Breaking: who depends on the older version must look before moving on.',
  compatible: 'Compatible: what worked goes on working.',
  editorial: 'Editorial: only words or bookkeeping changed.',
  identical: 'Identical: nothing that is compared differs.',
};

/** What changed from one version to another, in words first. */
export function compareView({ from, to, diff: json }: ComparedRecords): object {
  const diff = JSON.parse(json.toString('utf8')) as ContractDiff;
  const { packageId: id, packageVersion: older } = from;
  const newer = to.packageVersion;
  return {
    title: `${id}: ${older} to ${newer}`,
    description: `What changed in the contract of ${id} from ${older} to ${newer}: ${VERDICTS[diff.verdict]}`,
    id,
    packageHref: packageHref(id),
    from: sideView(from),
    to: sideView(to),
    swapHref: compareHref(id, newer, older),
    apiHref: compareApiHref(id, older, newer),
    verdict: diff.verdict,
    verdictText: VERDICTS[diff.verdict],
    isIdentical: diff.verdict === 'identical',
    counts: CHANGE_CLASSES.map((name) => ({ name, count: diff.counts[name], meaning: meaningOf(name) })),
    sets: [
      { name: 'Added', items: linked(diff.capabilities.added, to) },
      { name: 'Removed', items: linked(diff.capabilities.removed, from) },
      { name: 'Changed', items: linked(diff.capabilities.changed, to) },
    ].map((set) => ({ ...set, count: counted(set.items.length, 'capability', 'capabilities') })),
    groups: groupsOf(diff),
    omitted:
      diff.changes.length > MAX_SHOWN_CHANGES
        ? counted(diff.changes.length - MAX_SHOWN_CHANGES, 'further change')
        : undefined,
    rulesHref: CONTRACT_RULES_HREF,
  };
}

function sideView(record: PackageRecord): object {
  return {
    version: record.packageVersion,
    href: packageHref(record.packageId, record.packageVersion),
    published: record.publishedAt,
    ...publisherView(record),
    lifecycle: lifecycleView(record.lifecycle),
    digest: record.definitionDigest,
  };
}

function linked(ids: readonly string[], { packageId, packageVersion }: PackageRecord): readonly object[] {
  return ids.map((id) => ({
    id,
    href: `${packageHref(packageId, packageVersion)}#${capabilityAnchor(id)}`,
  }));
}

/** The worst class first, each in the order of the diff: the contract as a whole, then by capability. */
function groupsOf({ changes, counts }: ContractDiff): readonly object[] {
  const byClass = CHANGE_CLASSES.flatMap((name) => changes.filter((change) => change.class === name));
  const shown = byClass.slice(0, MAX_SHOWN_CHANGES);
  return CHANGE_CLASSES.filter((name) => counts[name] > 0).map((name) => {
    const views = shown.filter((change) => change.class === name).map(changeView);
    const count = counted(counts[name], 'change');
    const isCut = views.length < counts[name];
    return {
      name,
      anchor: `changes-${name}`,
      heading: words(name),
      meaning: meaningOf(name),
      count,
      isCut,
      shown: isCut ? `${countText(views.length)} of ${count}` : count,
      isFolded: name === 'editorial' || (name === 'compatible' && views.length > MAX_OPEN_CHANGES),
      changes: views,
      byCapability: views.length > MAX_FLAT_CHANGES ? byCapability(views) : undefined,
    };
  });
}

/** Undefined where it would be one list under one heading. */
function byCapability(views: readonly ChangeView[]): readonly object[] | undefined {
  const grouped = Map.groupBy(views, ({ capability }) => capability);
  if (grouped.size < 2) return undefined;
  return [...grouped].map(([capability, changes]) => ({
    capability,
    count: counted(changes.length, 'change'),
    rules: [...new Set(changes.map(({ rule }) => rule.title))].join(', '),
    changes,
  }));
}

interface ChangeView {
  readonly changeClass: ChangeClass;
  /** Empty for a change of the contract as a whole. */
  readonly capability: string;
  readonly rule: RuleView;
  readonly summary: string;
  readonly hasValues: boolean;
  readonly before: string;
  readonly after: string;
  readonly pointer: string;
}

function changeView(change: ContractChange): ChangeView {
  return {
    changeClass: change.class,
    capability: change.capability_id ?? '',
    rule: ruleView(change.rule),
    summary: visible(change.summary),
    hasValues: change.from !== undefined || change.to !== undefined,
    before: change.from === undefined ? 'not there' : shownValue(change.from),
    after: change.to === undefined ? 'not there' : shownValue(change.to),
    pointer: visible(change.pointer_to ?? change.pointer_from ?? ''),
  };
}
