import type { HygieneReport } from '../hygiene/hygiene-report';
import { scanDocuments, type HygieneDocument } from '../hygiene/scan-documents';
import { isKnownClean } from '../hygiene/known-clean';
import type { JsonObject } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { materialJson } from './normalise-package';
import type { PackageDocuments } from './package-documents';
import type { PackageRequest } from './package-request';

/**
 * Everything of a normalised request that would be published, each part once. Of its documents, those are scanned whose
 * survey does not tell that nothing would be found.
 */
export function packageHygiene(request: PackageRequest, documents?: PackageDocuments): HygieneReport {
  const unlessClean = (part: HygieneDocument, name: keyof PackageDocuments): readonly HygieneDocument[] => {
    const survey = documents?.[name].survey;
    return survey !== undefined && isKnownClean(survey) ? [] : [part];
  };
  return scanDocuments([
    { pointer: '/project_ref', value: request.projectRef },
    { pointer: '/product_revision_ref', value: request.productRevisionRef },
    { pointer: '/developer_revision_ref', value: request.developerRevisionRef },
    { pointer: '/contract_signature', value: request.contractSignature },
    { pointer: '/readme', value: request.readme },
    ...request.sourceLinks.flatMap(({ title, url }, index): HygieneDocument[] => {
      const pointer = pointerTo('/source_links', index);
      return [
        { pointer: `${pointer}/title`, value: title },
        { pointer: `${pointer}/url`, value: url, isSourceLink: true },
      ];
    }),
    { pointer: '/implementation_materials', value: request.implementationMaterials.map(materialJson) },
    { pointer: '/lineage', value: request.lineage ?? null },
    ...unlessClean({ pointer: '/manifest', value: withoutCopies(request.manifest, request) }, 'manifest'),
    ...unlessClean({ pointer: '/service_definition', value: request.serviceDefinition }, 'serviceDefinition'),
    ...unlessClean(
      { pointer: '/recommended_lock', value: withoutCopies(request.recommendedLock, request) },
      'recommendedLock',
    ),
  ]);
}

/** Without what normalisation has copied in (packages.md section 3, steps 7 and 8): one fault, one hit. */
function withoutCopies(document: JsonObject, request: PackageRequest): JsonObject {
  const isCopy: Readonly<Record<string, boolean>> = {
    readme: document.readme === request.readme,
    source_links: request.sourceLinks.length > 0,
    implementation_material: request.implementationMaterials.length > 0,
    lineage: document.lineage === request.lineage,
  };
  const isManifest = document === request.manifest;
  return Object.fromEntries(
    Object.entries(document).filter(
      ([name]) => !(Object.hasOwn(isCopy, name) && isCopy[name] === true && (isManifest || name === 'lineage')),
    ),
  );
}
