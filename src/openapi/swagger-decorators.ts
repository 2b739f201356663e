import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { ErrorCode } from '../core/errors';
import { ERROR_STATUS } from '../http/error-status';
import type { JsonSchema } from './json-schema';
import type { Answer, Operation, Parameters } from './operation';
import { ref } from './json-schema';

/** What Swagger makes the document of, from our description of the route. */
export function swaggerDecorators(operation: Operation): MethodDecorator {
  const { id, tag, summary, description, security, body } = operation;
  return applyDecorators(
    ApiTags(tag),
    ApiOperation({ operationId: id, summary, ...(description === undefined ? {} : { description }) }),
    ...each(operation.path, (name, parameter) => ApiParam({ name, ...parameter, schema: { ...parameter.schema } })),
    ...each(operation.query, (name, parameter) =>
      ApiQuery({ name, required: false, ...parameter, schema: { ...parameter.schema } }),
    ),
    ...each(operation.header, (name, parameter) =>
      ApiHeader({ name, required: false, ...parameter, schema: { ...parameter.schema } }),
    ),
    ...(security === undefined ? [] : [ApiBearerAuth(security)]),
    ...(body === undefined
      ? []
      : [ApiBody({ description: body.description, required: true, schema: { ...body.schema } })]),
    ...Object.entries(operation.answers).map(([status, answer]) => answered(Number(status), answer)),
    ...refusals(operation.errors ?? []),
    ApiResponse({
      status: 'default',
      description: 'Any other refusal, such as a malformed request or a fault of the Registry.',
      content: { 'application/problem+json': { schema: ref('Problem') } },
    }),
  );
}

function answered(status: number, { description, content, headers }: Answer): MethodDecorator {
  return ApiResponse({
    status,
    description,
    ...(content === undefined ? {} : { content: { [content.type]: { schema: { ...content.schema } } } }),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
  });
}

/** One answer for each status, which names the codes that it can have. */
function refusals(codes: readonly ErrorCode[]): readonly MethodDecorator[] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const status: number = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, codesOfStatus]) =>
    ApiResponse({
      status,
      description: STATUS_CODES[status] ?? 'Refused',
      content: { 'application/problem+json': { schema: problemWith(codesOfStatus) } },
    }),
  );
}

function problemWith(codes: readonly ErrorCode[]): JsonSchema {
  return { ...ref('Problem'), properties: { code: { enum: codes } } };
}

function each<T>(
  parameters: Parameters | undefined,
  describe: (name: string, parameter: Parameters[string]) => T,
): readonly T[] {
  return Object.entries(parameters ?? {}).map(([name, parameter]) => describe(name, parameter));
}
