import { surveyDocument, type SurveyedDocument } from '../document-survey';
import type { PackageRequest } from './package-request';

/** The three documents of a normalised request in canonical form: checked, sized, digested and signed from here. */
export interface PackageDocuments {
  readonly manifest: SurveyedDocument;
  readonly serviceDefinition: SurveyedDocument;
  readonly recommendedLock: SurveyedDocument;
}

export function packageDocuments(request: PackageRequest): PackageDocuments {
  return {
    manifest: surveyDocument(request.manifest),
    serviceDefinition: surveyDocument(request.serviceDefinition),
    recommendedLock: surveyDocument(request.recommendedLock),
  };
}
