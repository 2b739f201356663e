import { samplePackage } from './demo-requests';
import { sampleTemplate } from './sample-template';
import type { TestApp } from './test-app';

/** Publishes the first sample under another name, through the API. */
export async function publishPackage(
  app: TestApp,
  id: string,
  version = '1.0.0',
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const answer = await app
    .publisher()
    .publishPackage(samplePackage({ package_id: id, package_version: version, ...changes }));
  expect(answer).toHaveStatus(201);
}

export async function publishTemplate(app: TestApp, id: string, version = '1.0.0'): Promise<void> {
  expect(await app.publisher().publishTemplate(sampleTemplate(id, version))).toHaveStatus(201);
}

export async function setLifecycle(
  app: TestApp,
  id: string,
  version: string,
  status: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const body = { status, ...(status === 'active' ? {} : { reason: `made ${status} by a test` }), ...changes };
  expect(await app.admin().patch(`/admin/packages/${id}/${version}/lifecycle`, body)).toHaveStatus(200);
}
