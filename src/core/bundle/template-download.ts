import { digestOf } from '../digest';
import { RegistryError } from '../errors';
import { hasMember, member, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { SPEC_VERSION } from '../spec-version';
import { quoteForMessage } from '../text';
import { statedTemplateDigests, type TemplateDigests } from './template-file';

const SPEC_VERSION_FORM = /^anip\/(\d{1,6})\.(\d{1,6})$/;

export interface TemplateIdentity {
  readonly templateId: string;
  readonly templateVersion: string;
}

/**
 * Proves that a downloaded envelope is what its record states, that the record is the one asked for, and that this
 * tool knows its level of the specification. Templates carry no signature (templates.md): this shows that nothing was
 * altered or mixed up on the way, not who wrote it.
 * @throws RegistryError TEMPLATE_IDENTITY_MISMATCH, SPEC_VERSION_UNSUPPORTED, TEMPLATE_DIGEST_MISMATCH
 */
export function checkTemplateDownload(
  expected: TemplateIdentity,
  record: JsonObject,
  envelope: JsonObject,
): TemplateDigests {
  checkIdentity(expected.templateId, record, 'template_id');
  checkIdentity(expected.templateVersion, record, 'template_version');
  checkSpecVersion(member(record, 'anip_spec_version'), 'anip_spec_version');

  const stated = statedTemplateDigests(record);
  checkDigest('manifest_digest', stated.manifest_digest, member(record, 'manifest'), 'the manifest of the record');
  checkDigest('template_digest', stated.template_digest, member(record, 'template'), 'the template of the record');
  checkDigest('package_digest', stated.package_digest, member(record, 'package'), 'the package of the record');
  checkDigest('package_digest', stated.package_digest, envelope, 'the downloaded file');
  // An envelope may lack its documents (templates.md step 3); one that has them must have these.
  for (const name of ['manifest', 'template'] as const) {
    if (!hasMember(envelope, name)) continue;
    checkDigest(
      `${name}_digest`,
      stated[`${name}_digest`],
      member(envelope, name),
      `the ${name} of the downloaded file`,
    );
  }
  checkSpecVersion(member(member(record, 'template'), 'anipSpecVersion'), 'template.anipSpecVersion');
  checkSpecVersion(member(member(record, 'manifest'), 'anip_spec_version'), 'manifest.anip_spec_version');
  return stated;
}

function checkIdentity(expected: string, record: JsonObject, name: string): void {
  const actual = textOf(member(record, name));
  if (actual === expected) return;
  throw new RegistryError(
    'TEMPLATE_IDENTITY_MISMATCH',
    `the Registry answered ${name} ${quoteForMessage(actual)} instead of ${quoteForMessage(expected)}`,
    { pointer: `/${name}`, allowed: expected, actual },
  );
}

/** An older level is still understood; a newer one, or none, is not. */
function checkSpecVersion(value: JsonValue | undefined, name: string): void {
  const actual = textOf(value);
  const level = levelOf(actual);
  if (level !== undefined && level <= (levelOf(SPEC_VERSION) ?? 0)) return;
  throw new RegistryError(
    'SPEC_VERSION_UNSUPPORTED',
    `${name} is ${quoteForMessage(actual)}; this tool supports up to "${SPEC_VERSION}"`,
    { allowed: SPEC_VERSION, actual },
  );
}

function levelOf(specVersion: string): number | undefined {
  const [, major, minor] = SPEC_VERSION_FORM.exec(specVersion) ?? [];
  return major === undefined || minor === undefined ? undefined : Number(major) * 1e6 + Number(minor);
}

function checkDigest(name: string, stated: string, value: JsonValue | undefined, what: string): void {
  const actual = value === undefined ? 'nothing' : digestOf(value);
  if (actual === stated) return;
  throw new RegistryError(
    'TEMPLATE_DIGEST_MISMATCH',
    `${name} is stated as ${quoteForMessage(stated)}, but ${what} has ${actual}`,
    { pointer: `/${name}`, allowed: stated, actual },
  );
}
