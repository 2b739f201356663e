import { listOf, member, textOf, type JsonValue } from '../../core/json/json-value';
import { renderMarkdown } from '../markdown';
import { sizeText } from './format';
import { shownText, shownTexts } from './shown-text';

/** A document of a template, its Markdown below a heading of level 3. */
export function sourceDocumentView(document: JsonValue): object {
  const content = textOf(member(document, 'content'));
  return {
    title: shownText(document, 'title') || shownText(document, 'filename'),
    fileName: shownText(document, 'filename'),
    kind: shownText(document, 'kind').replaceAll('_', ' '),
    size: sizeText(Buffer.byteLength(content)),
    content: renderMarkdown(content, 3),
  };
}

/** A connection names its secret; the secret itself is never part of a template. */
export function connectionView(connection: JsonValue): object {
  return {
    name: shownText(connection, 'display_name') || shownText(connection, 'idSuffix'),
    backendKind: shownText(connection, 'backend_kind'),
    systemKind: shownText(connection, 'system_kind'),
    authMode: shownText(connection, 'auth_mode').replaceAll('_', ' '),
    endpointRef: shownText(connection, 'endpoint_ref'),
    secretRef: shownText(connection, 'secret_ref'),
  };
}

/** A mapping's facts stand in its `data`; some tools write them beside it. */
export function mappingView(mapping: JsonValue): object {
  const data = member(mapping, 'data');
  const field = (name: string): string => shownText(data, name) || shownText(mapping, name);
  const operations = listOf(member(data, 'backend_bindings')).flatMap((binding) =>
    shownTexts(binding, 'raw_operation_refs'),
  );
  return {
    capability: field('capability_id') || shownText(mapping, 'idSuffix'),
    title: field('title'),
    intent: field('intent') || field('summary'),
    service: field('service_id'),
    backendKind: field('backend_kind'),
    connection: field('connection_ref'),
    operations: (operations.length > 0 ? operations : shownTexts(data, 'raw_operation_refs')).join(', '),
    required: shownTexts(data, 'required_inputs').join(', '),
    optional: shownTexts(data, 'optional_inputs').join(', '),
  };
}

export function discoveryView(record: JsonValue): object {
  return {
    operation: shownText(record, 'operation_id') || shownText(record, 'idSuffix'),
    connection: shownText(record, 'connectionIdSuffix'),
    backendKind: shownText(record, 'backend_kind'),
    path: [shownText(record, 'method'), shownText(record, 'path_template')].filter(Boolean).join(' '),
    sideEffect: shownText(record, 'side_effect_level'),
    notes: shownTexts(record, 'risk_notes').join(' '),
  };
}
