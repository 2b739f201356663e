import { trim } from '../core/text';
import { Problem } from './config-report';
import { errorCodeOf, type ReadFile } from './read-file';
import { SSL_MODES } from './variables';

const TLS_FILES = ['sslrootcert', 'sslcert', 'sslkey'];
/** libpq's word for the certificate authorities that the system trusts. */
const SYSTEM_AUTHORITIES = 'system';

/**
 * Checks what `pg` would notice late or not at all: it ignores an sslmode that it does not know and then connects
 * otherwise than was asked for. No part of the URL is ever shown.
 */
export function parseDatabaseUrl(readFile: ReadFile): (text: string) => string | Problem {
  return (text) => {
    if (!/^postgres(?:ql)?:\/\//i.test(text)) return new Problem('does not begin with postgres:// or postgresql://');
    if (hostOf(text).includes(',')) return new Problem('names several hosts, and the driver takes one');
    const query = queryOf(text);
    if (query === undefined) {
      return new Problem(
        'cannot be read as a URL: characters such as / ? # @ % in a user name or password are written %2F and so on',
      );
    }
    const sslMode = query.get('sslmode');
    if (sslMode !== null && !SSL_MODES.some((mode) => mode === sslMode)) return new Problem('has an unknown sslmode');
    if (sslMode === 'verify-ca' && !query.get('sslrootcert')) {
      return new Problem('has sslmode=verify-ca without an sslrootcert');
    }
    for (const member of TLS_FILES) {
      const problem = problemOfFile(member, query.get(member), readFile);
      if (problem !== undefined) return problem;
    }
    return text;
  };
}

/** A list of them. A comma that no scheme follows is part of a URL: a password may have one. */
export function parseDatabaseUrls(readFile: ReadFile): (text: string) => string[] | Problem {
  return (text) => {
    const urls = text.split(/,(?=\s*postgres(?:ql)?:\/\/)/i).map(trim);
    const parsed = urls.map(parseDatabaseUrl(readFile));
    const index = parsed.findIndex((url) => url instanceof Problem);
    const problem = parsed[index];
    if (problem instanceof Problem) return new Problem(`has a URL (number ${index + 1}) that ${problem.text}`);
    if (new Set(urls).size < urls.length) return new Problem('has one URL twice');
    return urls;
  };
}

/** With its port, as it is written: libpq's list of hosts with ports is no URL. */
function hostOf(text: string): string {
  const [, , authority = ''] = text.split(/[/?#]/, 3);
  return authority.slice(authority.lastIndexOf('@') + 1);
}

/** `postgres://user@/db?host=/run/postgresql` is no URL for the standard, but a socket for every Postgres client. */
function queryOf(text: string): URLSearchParams | undefined {
  const readable = URL.canParse(text) ? text : text.replace('@/', '@localhost/');
  return URL.canParse(readable) ? new URL(readable).searchParams : undefined;
}

function problemOfFile(member: string, path: string | null, readFile: ReadFile): Problem | undefined {
  if (path === null || path === '' || (member === 'sslrootcert' && path === SYSTEM_AUTHORITIES)) return undefined;
  try {
    readFile(path);
    return undefined;
  } catch (error) {
    return new Problem(`has an ${member} that cannot be read (${errorCodeOf(error)})`);
  }
}
