import { SIGNATURE_ALGORITHM } from '../core/ed25519';
import { anyObject, constant, listOfSchemas, objectWith, oneOf, ref, text, type JsonSchema } from './json-schema';

const SERVICE = constant('anip-registry', 'The name of the service.');
const COUNT = { type: 'integer', minimum: 0 };

/** Keys and probes (packages.md section 6). */
export const SERVICE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SigningMode: oneOf(['dev', 'production'], 'A Registry in dev mode may sign with a key that everybody knows.'),
  Keys: objectWith('The keys that receipts of this Registry verify with.', {
    signing_mode: ref('SigningMode'),
    active_key_id: ref('KeyId', 'The key that signs new receipts.'),
    items: listOfSchemas(
      objectWith('A public key.', {
        key_id: ref('KeyId'),
        algorithm: constant(SIGNATURE_ALGORITHM, 'The only algorithm there is.'),
        public_key: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$', description: 'The 32 bytes in base64.' },
      }),
      'The active key first, then rotated ones that receipts still name.',
    ),
  }),
  Health: objectWith('The process is up.', {
    status: constant('ok', 'Always ok.'),
    service: SERVICE,
    signing_mode: ref('SigningMode'),
    active_key_id: ref('KeyId'),
  }),
  Readiness: objectWith(
    'Whether the Registry can do its work: the store answers and has the schema of this build.',
    {
      status: oneOf(['ok', 'error'], 'Whether it can.'),
      service: SERVICE,
      migration: objectWith(
        'The schema of the database.',
        {
          applied: { type: 'boolean', description: 'No migration is pending.' },
          applied_count: { ...COUNT, description: 'Migrations that the database has.' },
          expected_count: { ...COUNT, description: 'Migrations that this build knows.' },
        },
        {
          pending: listOfSchemas(text('A migration.'), 'Those that are missing.'),
          incompatible: listOfSchemas(text('A migration.'), 'Newer ones that this build does not work with.'),
        },
      ),
    },
    { error: text('What is down.') },
  ),
  OpenApiDocument: anyObject('An OpenAPI 3.1 document: this one.'),
};
