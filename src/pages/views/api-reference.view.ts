import { listOf, member, objectOf, textOf, type JsonValue } from '../../core/json/json-value';
import { API_PREFIX } from '../../http/request-target';
import { anchorOf } from '../docs/guide-markdown';
import { inlineMarkdown } from '../docs/inline-markdown';
import { entriesOf, membersOf, schemaAnchor, typeView } from './api-schema.view';

const ERRORS_HREF = '/registry/docs/errors';

/** The OpenAPI document of the running Registry as a page: operations by tag, then the schemas that they name. */
export function apiReferenceView(document: JsonValue): object {
  const operations = entriesOf(member(document, 'paths')).flatMap(([path, item]) =>
    entriesOf(item).map(([method, operation]) => operationView(method, path, operation)),
  );
  return {
    title: 'API reference',
    description: 'Every operation of the ANIP Registry with its parameters, bodies, answers and error codes.',
    version: textOf(member(member(document, 'info'), 'version')),
    server: API_PREFIX,
    documentHref: `${API_PREFIX}/openapi.json`,
    errorsHref: ERRORS_HREF,
    tags: listOf(member(document, 'tags')).map((tag) => {
      const name = textOf(member(tag, 'name'));
      return {
        name,
        anchor: `tag-${anchorOf(name)}`,
        description: textOf(member(tag, 'description')),
        operations: operations.filter((operation) => operation.tag === name),
      };
    }),
    schemas: entriesOf(member(member(document, 'components'), 'schemas')).map(([name, schema]) => {
      const members = membersOf(schema);
      return {
        name,
        anchor: schemaAnchor(name),
        description: inlineMarkdown(textOf(member(schema, 'description'))),
        type: typeView(schema),
        members,
        hasMembers: members.length > 0,
      };
    }),
    securityNotes: entriesOf(member(member(document, 'components'), 'securitySchemes')).map(([name, scheme]) => ({
      name,
      description: inlineMarkdown(textOf(member(scheme, 'description'))),
    })),
  };
}

interface OperationView {
  readonly tag: string;
  readonly [fact: string]: unknown;
}

function operationView(method: string, path: string, operation: JsonValue): OperationView {
  const id = textOf(member(operation, 'operationId'));
  const parameters = listOf(member(operation, 'parameters')).map(parameterView);
  const [security] = listOf(member(operation, 'security')).flatMap((scheme) => Object.keys(objectOf(scheme)));
  const body = member(operation, 'requestBody');
  return {
    tag: textOf(listOf(member(operation, 'tags'))[0]),
    id,
    anchor: `operation-${id}`,
    method: method.toUpperCase(),
    path: `${API_PREFIX}${path}`,
    summary: textOf(member(operation, 'summary')),
    description: inlineMarkdown(textOf(member(operation, 'description'))),
    security,
    parameters,
    hasParameters: parameters.length > 0,
    body: body === undefined ? undefined : { ...contentView(body), description: textOf(member(body, 'description')) },
    answers: entriesOf(member(operation, 'responses')).map(([status, answer]) => answerView(status, answer)),
  };
}

function parameterView(parameter: JsonValue): object {
  return {
    name: textOf(member(parameter, 'name')),
    place: textOf(member(parameter, 'in')),
    need: member(parameter, 'required') === true ? 'required' : 'optional',
    type: typeView(member(parameter, 'schema')),
    description: inlineMarkdown(textOf(member(parameter, 'description'))),
  };
}

function answerView(status: string, answer: JsonValue): object {
  const content = contentView(answer);
  return {
    status: status === 'default' ? 'other' : status,
    description: textOf(member(answer, 'description')),
    headers: entriesOf(member(answer, 'headers')).map(([name]) => ({ name })),
    mediaType: content?.mediaType ?? '',
    type: content?.type,
    codes: (content?.codes ?? []).map((code) => ({ code, href: `${ERRORS_HREF}#${anchorOf(code)}` })),
  };
}

function contentView(
  holder: JsonValue,
): { readonly mediaType: string; readonly type: object; readonly codes: readonly string[] } | undefined {
  const [content] = entriesOf(member(holder, 'content'));
  if (content === undefined) return undefined;
  const [mediaType, media] = content;
  const schema = member(media, 'schema');
  const codes = listOf(member(member(member(schema, 'properties'), 'code'), 'enum')).map(textOf);
  return { mediaType, type: typeView(schema), codes };
}
