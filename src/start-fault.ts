import type { ListenAddress } from './config/listen-address';

/** Why a process could not start, as the end of a sentence. */
export function startFault(error: unknown, { host, port }: ListenAddress): string {
  const code = (error as { code?: unknown }).code;
  const where = `${host ?? 'all interfaces'}, port ${port} (ANIP_REGISTRY_ADDR)`;
  if (code === 'EADDRINUSE') return `another process listens on ${where}`;
  if (code === 'EACCES') return `this user may not listen on ${where}`;
  if (code === 'EADDRNOTAVAIL') return `this machine has no such address: ${where}`;
  return error instanceof Error ? error.message : 'for a reason that is no error';
}
