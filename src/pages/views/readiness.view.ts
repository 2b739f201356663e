import { isArray, listOf, member, objectOf, type JsonObject, type JsonValue } from '../../core/json/json-value';
import { countText } from './format';
import { shownText, visible, words } from './shown-text';

export interface ReadinessView {
  readonly status: string;
  readonly score: string;
  readonly guidanceCount: string;
  readonly glueCount: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly glue: readonly string[];
  readonly hasFindings: boolean;
  readonly findings: readonly object[];
}

const NONE = '–';

/** What agents and applications may expect (ui.md section 2: readiness, consumability, required glue). */
export function readinessView(readiness: JsonObject, consumability: JsonObject): ReadinessView {
  const summary = member(readiness, 'summary');
  const score = member(readiness, 'score');
  const glue = member(readiness, 'required_app_glue');
  const glueCount = isArray(glue) ? glue.length : member(summary, 'required_app_glue');
  const guided = member(consumability, 'capabilities');
  const guidanceCount = guided === undefined ? undefined : Object.keys(objectOf(guided)).length;
  const findings = listOf(member(readiness, 'findings'));
  return {
    status: shownText(readiness, 'status') || 'unknown',
    score: typeof score === 'number' ? `${score}/100` : NONE,
    guidanceCount: numberText(guidanceCount),
    glueCount: numberText(glueCount),
    facts: [
      { name: 'Status', value: shownText(readiness, 'status') || NONE },
      { name: 'Score', value: typeof score === 'number' ? `${score} of 100` : NONE },
      { name: 'Blockers', value: numberText(member(summary, 'blockers')) },
      { name: 'Warnings', value: numberText(member(summary, 'warnings')) },
      { name: 'Probes', value: numberText(member(summary, 'probes') ?? listOf(member(readiness, 'probes')).length) },
      { name: 'Required application glue', value: numberText(glueCount) },
      { name: 'Capabilities with guidance', value: numberText(guidanceCount) },
    ],
    glue: listOf(glue).map((item) =>
      visible(typeof item === 'string' ? item : shownText(item, 'title') || shownText(item, 'detail') || JSON.stringify(item)),
    ),
    hasFindings: findings.length > 0,
    findings: findings.map(findingView),
  };
}

interface Advice {
  readonly impact: string;
  readonly action: string;
}

const ADVICE: Readonly<Record<string, Advice>> = {
  declared_defaults: {
    impact: 'A call that leaves the value out runs with the declared default.',
    action: 'Check that the default is right for you, or always state the value.',
  },
  clarification_behavior: {
    impact: 'The service asks back instead of guessing when the value is missing or unclear.',
    action: 'Let the agent pass the question on to a person.',
  },
  derived_target: {
    impact: 'What is acted on is derived from earlier results, not stated by the caller.',
    action: 'Show the derived target before anything is done to it.',
  },
  approval_boundary: {
    impact: 'The call stops until somebody approves it.',
    action: 'Provide who approves, and a way to come back with the grant.',
  },
  app_glue: {
    impact: 'The contract alone is not enough: the application has to supply something.',
    action: 'Plan for it before you depend on the capability.',
  },
  composition_candidate: {
    impact: 'Agents have to call several capabilities in order for one business action.',
    action: 'Use a composed capability where there is one.',
  },
};

function findingView(finding: JsonValue): object {
  const category = shownText(finding, 'category');
  const advice = Object.hasOwn(ADVICE, category) ? ADVICE[category] : undefined;
  return {
    title: shownText(finding, 'title') || words(category) || 'Finding',
    severity: shownText(finding, 'severity'),
    capability: shownText(finding, 'capability_id'),
    input: shownText(finding, 'input_name'),
    impact: advice?.impact ?? shownText(finding, 'detail'),
    action: advice?.action ?? shownText(finding, 'recommendation'),
  };
}

function numberText(value: JsonValue | undefined): string {
  return typeof value === 'number' ? countText(value) : NONE;
}
