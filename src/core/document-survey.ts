import { isPlainText } from './hygiene/plain-text';
import { CanonicalMembers } from './json/canonical-members';
import type { JsonObject } from './json/json-value';
import type { WalkListener } from './json/ordered-copy';
import { factsOfName, type NameFacts } from './name-facts';

/**
 * What one walk tells of a document, made while its canonical form was printed. A rule that asks for something rare looks
 * here first, and walks the document itself only when what it asks for may be there.
 */
export interface DocumentSurvey {
  /** Steps from the root to the deepest value. */
  readonly depth: number;
  /** Of every member name. */
  readonly names: readonly NameFacts[];
  /** Every text that is not plain (hygiene/plain-text.ts). */
  readonly notableTexts: ReadonlySet<string>;
  /** Every text that is the value of a member whose name says secret. */
  readonly secretTexts: ReadonlySet<string>;
}

/** A document in its canonical form. */
export interface SurveyedDocument {
  readonly members: CanonicalMembers;
  /** In bytes (packages.md section 4). */
  readonly receiptFormSize: number;
  /** Undefined for the few documents that cannot be printed natively (json/ordered-copy.ts). */
  readonly survey: DocumentSurvey | undefined;
}

export function surveyDocument(document: JsonObject): SurveyedDocument {
  const surveyor = new Surveyor();
  const { members, isHeard } = CanonicalMembers.listened(document, surveyor);
  return { members, receiptFormSize: members.receiptFormSize(), survey: isHeard ? surveyor.survey() : undefined };
}

class Surveyor implements WalkListener {
  private deepest = 0;
  private readonly names: NameFacts[] = [];
  private readonly notableTexts = new Set<string>();
  private readonly secretTexts = new Set<string>();
  private readonly secretNames = new Set<string>();

  depth(depth: number): void {
    if (depth > this.deepest) this.deepest = depth;
  }

  name(name: string): void {
    const facts = factsOfName(name);
    this.names.push(facts);
    if (facts.saysSecret) this.secretNames.add(name);
  }

  text(text: string, name: string): void {
    if (!isPlainText(text)) this.notableTexts.add(text);
    if (this.secretNames.size > 0 && this.secretNames.has(name)) this.secretTexts.add(text);
  }

  survey(): DocumentSurvey {
    const { deepest: depth, names, notableTexts, secretTexts } = this;
    return { depth, names, notableTexts, secretTexts };
  }
}
