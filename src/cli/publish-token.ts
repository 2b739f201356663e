import { PUBLISH_TOKEN_VARIABLE, publishTokenFromEnvironment } from '../config/cli-env';
import { trim } from '../core/text';
import { usageError } from './cli-error';
import { readWholeFile } from './files';

export interface TokenFlags {
  readonly publishToken?: string;
  readonly publishTokenFile?: string;
}

/**
 * The bearer token, from a flag, a file or the environment, in this order. No message ever shows any of it.
 * @throws CliError (usage) without one, and for one that cannot stand in a header
 */
export function publishToken(flags: TokenFlags): string {
  if (flags.publishToken !== undefined && flags.publishTokenFile !== undefined) {
    throw usageError('--publish-token and --publish-token-file exclude each other');
  }
  const given =
    flags.publishToken ??
    (flags.publishTokenFile === undefined
      ? publishTokenFromEnvironment()
      : readWholeFile(flags.publishTokenFile).toString('utf8'));
  const token = trim(given ?? '');
  if (token === '') {
    throw usageError(`publishing needs a token: set ${PUBLISH_TOKEN_VARIABLE}, or name a file by --publish-token-file`);
  }
  // The HTTP client would refuse it too, but with the token in its message.
  if (!/^[\x20-\x7e]+$/.test(token))
    throw usageError('the publish token holds a character that is not printable ASCII');
  return token;
}
