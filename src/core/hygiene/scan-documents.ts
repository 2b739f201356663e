import { isArray, isObject, member, type JsonObject, type JsonValue } from '../json/json-value';
import { trim } from '../text';
import { findMutableBundle, type BundleOwner } from './bundle-pins';
import { findEmbeddedFile } from './embedded-files';
import { findInText, SHORTEST_TEXT } from './find-in-text';
import { maskSecret, type Finding } from './finding';
import { findInSourceLink } from './source-link';
import { HygieneReportBuilder, type HygieneReport, type Way } from './hygiene-report';
import { NameTraitsCache, traitsBelow, type NameTraits } from './name-traits';
import { isPlainText } from './plain-text';
import { secretKindOf, type SecretKind } from './secret-names';
import { isSecretValue } from './secret-values';

/** A part of the request and where it stands. */
export interface HygieneDocument {
  readonly pointer: string;
  readonly value: JsonValue;
  /** A link that pages show: it must be one for everybody (packages.md section 4). */
  readonly isSourceLink?: boolean;
}

/** A value that holds others, and what the names on the way to it say about what it holds. */
interface Place extends Way {
  readonly value: JsonValue;
  readonly parent: Place | undefined;
  readonly name: string;
  readonly traits: NameTraits;
}

/**
 * Looks at every text and every member name of the documents, and changes nothing. Keeps its own stack: nobody need
 * have bounded the nesting before.
 */
export function scanDocuments(documents: readonly HygieneDocument[]): HygieneReport {
  const report = new HygieneReportBuilder();
  const names = new NameTraitsCache();
  for (const { pointer, value, isSourceLink = false } of documents) {
    const name = pointer.slice(pointer.lastIndexOf('/') + 1);
    // Nothing is found in it, whatever the traits of a name that does not say secret.
    if (typeof value === 'string' && isPlainText(value) && secretKindOf(name) === undefined) continue;
    const root: Place = { value, step: pointer, parent: undefined, name, traits: names.of(name) };
    if (typeof value === 'string') scanText(value, root, root.traits, () => root, isSourceLink);
    else scanBelow(root);
  }
  return report.build();

  function scanBelow(root: Place): void {
    const pending = [root];
    for (let place = pending.pop(); place !== undefined && !report.isFull; place = pending.pop()) {
      const inner: Place[] = [];
      if (isArray(place.value)) scanElements(place.value, place, inner);
      else if (isObject(place.value)) scanMembers(place.value, place, inner);
      // The last first, since places are taken from the end; one by one, since there may be a million.
      for (const next of inner.reverse()) pending.push(next);
    }
  }

  /** Elements are called what their list is called. */
  function scanElements(elements: readonly JsonValue[], parent: Place, inner: Place[]): void {
    const { name, traits } = parent;
    elements.forEach((value, step) => {
      if (typeof value === 'string') scanText(value, parent, traits, () => ({ step, parent }));
      else if (isContainer(value)) inner.push({ value, step, parent, name, traits });
    });
  }

  function scanMembers(members: JsonObject, parent: Place, inner: Place[]): void {
    for (const step of Object.keys(members)) {
      const value = member(members, step) ?? null;
      const own = names.of(step);
      for (const finding of own.findings) report.add(finding, step, parent);
      const traits = traitsBelow(parent.traits, own);
      if (typeof value === 'string') scanText(value, { value: members, name: step }, traits, () => ({ step, parent }));
      else if (isContainer(value)) inner.push({ value, step, parent, name: step, traits });
    }
  }

  function scanText(text: string, owner: BundleOwner, traits: NameTraits, way: () => Way, isSourceLink = false): void {
    if (text.length < SHORTEST_TEXT) return;
    const findings = isSourceLink ? findInSourceLink(text) : findInText({ text, isRoute: traits.isRoute });
    const bundle = findMutableBundle(text, traits.isBundle, owner);
    if (bundle !== undefined && !has(findings, 'mutable-bundle-ref')) findings.push(bundle);
    if (traits.secretKind !== undefined && findings.length === 0) {
      findings.push(...findSecretValue(text, traits.secretKind));
    }
    const file = findEmbeddedFile(text, traits.isEvidence);
    if (file !== undefined) findings.push(file);
    for (const finding of findings) report.add(finding, text, way());
  }
}

function isContainer(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

/** The value of a member whose name says secret. */
function findSecretValue(text: string, kind: SecretKind): Finding[] {
  const value = trim(text);
  if (!isSecretValue(value, kind)) return [];
  return [{ rule: 'high-entropy-secret', start: 0, end: text.length, excerpt: maskSecret(value.length) }];
}

function has(findings: readonly Finding[], rule: Finding['rule']): boolean {
  return findings.some((finding) => finding.rule === rule);
}
