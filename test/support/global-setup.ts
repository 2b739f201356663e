import { type RunningTestServer, startTestServer } from './test-server';

declare global {
  /** From setup to teardown, which share a process but no module. */
  var anipTestServer: RunningTestServer | undefined;
}

export default async function globalSetup(): Promise<void> {
  globalThis.anipTestServer = await startTestServer();
}
