/**
 * The one variable that the command line tool reads: the token for publishing (cli.md section 2). The Registry's own
 * settings are parsed in config.ts and mean nothing to a client.
 */
export const PUBLISH_TOKEN_VARIABLE = 'ANIP_REGISTRY_PUBLISH_TOKEN';

export function publishTokenFromEnvironment(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env[PUBLISH_TOKEN_VARIABLE];
}
