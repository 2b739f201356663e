import fc from 'fast-check';
import type { DigestedBytes } from '../../../src/core/digest';
import { RegistryError } from '../../../src/core/errors';
import { parseJson } from '../../../src/core/json/parse-json';
import { checkTemplate } from '../../../src/core/template-rules/check-template';
import { checkTemplateIdentity, parseTemplateRequest } from '../../../src/core/template-rules/template-request';
import { failedChecks, sha256 } from '../../support/independent-verifier';
import { publishedOf, sealBody, TEST_KEYS } from '../../support/seal-request';
import { bodyOf, publishCases } from '../publish-case';
import { demand, pureTarget } from '../target';

/** Longer than any message needs to be, whatever it quotes. */
const MAX_MESSAGE = 5_000;
const PUBLISHER = { publisherId: 'local-registry', publisherType: 'local' };

export const publishRulesTarget = pureTarget({
  name: 'publish-rules',
  promise: 'any body is a refusal with a short message, or a package that an independent verifier proves',
  share: 20_000,
  batch: 100,
  cases: fc.oneof(
    { arbitrary: publishCases('package'), weight: 3 },
    { arbitrary: publishCases('template'), weight: 1 },
  ),
  check: (one) => {
    const body = bodyOf(one, 1);
    try {
      if (one.kind === 'package') {
        const published = publishedOf(sealBody(body));
        demand(
          failedChecks(published, TEST_KEYS).length === 0,
          'the package does not verify',
          failedChecks(published, TEST_KEYS),
        );
      } else {
        const request = parseTemplateRequest(parseJson(body, { uniqueRootMembers: true }));
        checkTemplateIdentity(request);
        for (const { digest, bytes } of Object.values<DigestedBytes>({
          ...checkTemplate(request, PUBLISHER, 'enforce'),
        })) {
          demand(digest === sha256(bytes), 'a document and its digest', digest);
        }
      }
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      demand(error.message.length < MAX_MESSAGE, `the message of ${error.code} is long`, error.message.length);
      demand(!/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(error.message), 'what a terminal obeys', error.message);
    }
  },
});
