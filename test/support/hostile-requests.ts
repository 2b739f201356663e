/** What a stranger may send to the socket, and what comes back until the connection ends. */
export interface HostileRequest {
  readonly name: string;
  readonly bytes: string | Buffer;
}

const API = '/registry-api/v1';
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';

/** Head lines with their line ends, the blank line, and what follows it. */
function message(lines: readonly string[], rest = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${rest}`;
}

function get(target: string, ...headers: readonly string[]): string {
  return message([`GET ${target} HTTP/1.1`, HOST, CLOSE, ...headers]);
}

/** A publish without a token, so that a 401 says: this was read as a request with a body. */
function post(headers: readonly string[], body: string): string {
  return message([`POST ${API}/publications HTTP/1.1`, HOST, ...headers], body);
}

/** What an attacker would like to have read as a request of its own. */
const SMUGGLED = message([`GET ${API}/keys HTTP/1.1`, HOST, CLOSE]);
const CHUNKED = 'Transfer-Encoding: chunked';

export const HOSTILE_REQUESTS: Readonly<Record<string, readonly HostileRequest[]>> = {
  'Request smuggling': [
    {
      name: 'Content-Length and Transfer-Encoding',
      bytes: post(['Content-Length: 5', CHUNKED], `0\r\n\r\n${SMUGGLED}`),
    },
    {
      name: 'Transfer-Encoding and Content-Length',
      bytes: post([CHUNKED, 'Content-Length: 5'], `0\r\n\r\n${SMUGGLED}`),
    },
    { name: 'two lengths that differ', bytes: post(['Content-Length: 0', 'Content-Length: 5'], SMUGGLED) },
    { name: 'two lengths that agree', bytes: post(['Content-Length: 0', 'Content-Length: 0'], SMUGGLED) },
    { name: 'a list of lengths', bytes: post(['Content-Length: 0, 0'], SMUGGLED) },
    { name: 'a length with a sign', bytes: post(['Content-Length: +0'], SMUGGLED) },
    { name: 'a negative length', bytes: post(['Content-Length: -1'], SMUGGLED) },
    { name: 'a length in hex', bytes: post(['Content-Length: 0x10'], SMUGGLED) },
    { name: 'an empty length', bytes: post(['Content-Length:'], SMUGGLED) },
    { name: 'a length beyond 64 bits', bytes: post([`Content-Length: ${'9'.repeat(30)}`], SMUGGLED) },
    { name: 'an unknown transfer coding', bytes: post(['Transfer-Encoding: xchunked'], SMUGGLED) },
    {
      name: 'chunked, and a coding after it',
      bytes: post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${SMUGGLED}`),
    },
    { name: 'chunked twice', bytes: post([CHUNKED, CHUNKED], `0\r\n\r\n${SMUGGLED}`) },
    { name: 'a space before the colon', bytes: post(['Transfer-Encoding : chunked'], `0\r\n\r\n${SMUGGLED}`) },
    { name: 'a tab before the coding', bytes: post(['Transfer-Encoding:\tchunked', CLOSE], '0\r\n\r\n') },
    {
      name: 'a vertical tab before the coding',
      bytes: post(['Transfer-Encoding: \u000bchunked'], `0\r\n\r\n${SMUGGLED}`),
    },
    {
      name: 'a folded header line',
      bytes: post(['Content-Length: 0', 'X-Folded: a', ' Transfer-Encoding: chunked'], SMUGGLED),
    },
    { name: 'a header line that begins with a space', bytes: message(['GET / HTTP/1.1', ' Host: localhost']) },
    { name: 'bare line feeds', bytes: `GET ${API}/healthz HTTP/1.1\n${HOST}\n${CLOSE}\n\n` },
    { name: 'a bare line feed between two headers', bytes: `GET ${API}/healthz HTTP/1.1\r\n${HOST}\n${CLOSE}\r\n\r\n` },
    { name: 'a bare carriage return in a header', bytes: get(`${API}/healthz`, 'X-A: b\rX-C: d') },
    { name: 'NUL in a header', bytes: get(`${API}/healthz`, 'X-A: b\0c') },
    { name: 'a header without a name', bytes: get(`${API}/healthz`, ': a') },
    { name: 'a header without a colon', bytes: get(`${API}/healthz`, 'X-A') },
    { name: 'a chunk extension', bytes: post([CHUNKED, CLOSE], '0;name="value"\r\n\r\n') },
    { name: 'a chunk extension of 32 KiB', bytes: post([CHUNKED, CLOSE], `1;${'x'.repeat(32_768)}\r\na\r\n0\r\n\r\n`) },
    { name: 'a chunk size that is no number', bytes: post([CHUNKED], `0x1\r\na\r\n0\r\n\r\n${SMUGGLED}`) },
    { name: 'a chunk size beyond 64 bits', bytes: post([CHUNKED], `${'f'.repeat(17)}\r\na\r\n${SMUGGLED}`) },
    { name: 'a chunk that is longer than its size', bytes: post([CHUNKED], `1\r\nab\r\n0\r\n\r\n${SMUGGLED}`) },
    { name: 'a bare line feed after a chunk size', bytes: post([CHUNKED], `0\n\n${SMUGGLED}`) },
    { name: 'trailers', bytes: post([CHUNKED, CLOSE], '0\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\n') },
    {
      name: 'a GET with a body that looks like a request',
      bytes: message([`GET ${API}/healthz HTTP/1.1`, HOST, CLOSE, `Content-Length: ${SMUGGLED.length}`], SMUGGLED),
    },
    { name: 'a line end in the target', bytes: get(`${API}/healthz\r\nX-Injected: a`) },
    { name: 'an encoded line end in the target', bytes: get(`${API}/packages/a%0d%0aX-Injected:%20a/1`) },
  ],
  'Size and speed': [
    { name: 'a header of 64 KiB', bytes: get(`${API}/healthz`, `X-A: ${'a'.repeat(65_536)}`) },
    {
      name: '3000 headers',
      bytes: get(`${API}/healthz`, ...Array.from({ length: 3_000 }, (_, index) => `X-${index}: a`)),
    },
    { name: 'a target of 64 KiB', bytes: get(`${API}/packages/${'a'.repeat(65_536)}/1`) },
    { name: 'a target of 15 KiB', bytes: get(`${API}/packages/${'a'.repeat(15_000)}/1`) },
    { name: '4000 query parameters', bytes: get(`${API}/publications?${'a&'.repeat(4_000)}`) },
    { name: 'a method of 64 KiB', bytes: message([`${'A'.repeat(65_536)} / HTTP/1.1`, HOST]) },
    { name: '16,000 escapes in a path', bytes: get(`${API}/packages/${'%41'.repeat(5_000)}/1`) },
    { name: '7000 segments', bytes: get(`${API}${'/a'.repeat(7_000)}`) },
  ],
  Methods: [
    { name: 'TRACE', bytes: message([`TRACE ${API}/healthz HTTP/1.1`, HOST, CLOSE]) },
    { name: 'CONNECT', bytes: message(['CONNECT localhost:22 HTTP/1.1', HOST, CLOSE]) },
    { name: 'a lower-case method', bytes: message([`get ${API}/healthz HTTP/1.1`, HOST, CLOSE]) },
    { name: 'an unknown method', bytes: message([`BREW ${API}/healthz HTTP/1.1`, HOST, CLOSE]) },
    { name: 'a WebDAV method', bytes: message([`PROPFIND ${API}/healthz HTTP/1.1`, HOST, CLOSE]) },
    { name: 'a method named in a header', bytes: get(`${API}/healthz`, 'X-HTTP-Method-Override: DELETE') },
    {
      name: 'Upgrade to another protocol',
      bytes: message([`GET ${API}/healthz HTTP/1.1`, HOST, 'Connection: Upgrade, close', 'Upgrade: h2c']),
    },
    { name: 'the preface of HTTP/2', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
    { name: 'TLS', bytes: Buffer.from('16030100a5010000a10303', 'hex') },
    { name: 'an unknown expectation', bytes: get(`${API}/healthz`, 'Expect: 200-ok') },
    {
      name: 'an expectation of a body that is refused',
      bytes: post([CLOSE, 'Content-Length: 5', 'Expect: 100-continue'], ''),
    },
  ],
  Versions: [
    { name: 'HTTP/0.9', bytes: 'GET /registry-api/v1/healthz\r\n\r\n' },
    { name: 'HTTP/1.0 without a Host', bytes: message([`GET ${API}/healthz HTTP/1.0`]) },
    { name: 'HTTP/1.2', bytes: message([`GET ${API}/healthz HTTP/1.2`, HOST, CLOSE]) },
    { name: 'HTTP/9.9', bytes: message([`GET ${API}/healthz HTTP/9.9`, HOST, CLOSE]) },
    { name: 'two spaces in the request line', bytes: message([`GET  ${API}/healthz HTTP/1.1`, HOST, CLOSE]) },
    { name: 'text after the version', bytes: message([`GET ${API}/healthz HTTP/1.1 x`, HOST, CLOSE]) },
    { name: 'an empty line before the request', bytes: `\r\n${get(`${API}/healthz`)}` },
    { name: 'two requests in one write', bytes: message([`GET ${API}/healthz HTTP/1.1`, HOST]) + get(`${API}/keys`) },
    { name: 'a request after Connection: close', bytes: get(`${API}/healthz`) + SMUGGLED },
    {
      name: 'nonsense after a whole request',
      bytes: `${message([`GET ${API}/healthz HTTP/1.1`, HOST])}nonsense\r\n\r\n`,
    },
    {
      name: 'nonsense after two whole requests',
      bytes: `${message([`GET ${API}/healthz HTTP/1.1`, HOST])}${message([`GET ${API}/keys HTTP/1.1`, HOST])}nonsense\r\n\r\n`,
    },
  ],
  Host: [
    { name: 'no Host', bytes: message([`GET ${API}/healthz HTTP/1.1`, CLOSE]) },
    { name: 'two Hosts', bytes: get(`${API}/healthz`, 'Host: evil.example') },
    { name: 'an empty Host', bytes: message([`GET ${API}/healthz HTTP/1.1`, 'Host:', CLOSE]) },
    { name: 'a Host with user info', bytes: message([`GET ${API}/healthz HTTP/1.1`, 'Host: a@evil.example', CLOSE]) },
    { name: 'a Host with a path', bytes: message([`GET ${API}/healthz HTTP/1.1`, 'Host: evil.example/x', CLOSE]) },
    {
      name: 'a list of Hosts',
      bytes: message([`GET ${API}/healthz HTTP/1.1`, 'Host: localhost, evil.example', CLOSE]),
    },
    { name: 'the absolute form, naming another host', bytes: get(`http://evil.example${API}/healthz`) },
    { name: 'the absolute form, naming this host', bytes: get(`HTTP://LOCALHOST${API}/healthz`) },
    { name: 'the absolute form with user info', bytes: get(`http://a:b@localhost${API}/healthz`) },
    { name: 'the absolute form of another scheme', bytes: get(`file://localhost${API}/healthz`) },
    { name: 'a target that begins with two slashes', bytes: get(`//evil.example${API}/healthz`) },
    { name: 'the authority form', bytes: get('evil.example:80') },
    { name: 'the asterisk form', bytes: get('*') },
  ],
  Paths: [
    { name: 'dot segments', bytes: get(`${API}/../../etc/passwd`) },
    { name: 'dot segments that lead back', bytes: get(`${API}/x/../healthz`) },
    { name: 'encoded dot segments', bytes: get(`${API}/%2e%2e/%2e%2e/etc/passwd`) },
    { name: 'dot segments below the assets', bytes: get('/registry/assets/..%2f..%2f..%2fpackage.json') },
    { name: 'dot segments below the guides', bytes: get('/registry/docs/..%2f..%2fpackage.json') },
    { name: 'backslashes', bytes: get('/registry/assets/..\\..\\package.json') },
    { name: 'encoded backslashes', bytes: get('/registry/docs/..%5c..%5cpackage.json') },
    { name: 'a slash encoded twice', bytes: get('/registry/assets/..%252f..%252fpackage.json') },
    { name: 'NUL', bytes: get(`${API}/packages/a%00/1`) },
    { name: 'NUL that is not encoded', bytes: get(`${API}/packages/a\0/1`) },
    { name: 'overlong UTF-8', bytes: get(`${API}/packages/%c0%ae%c0%ae/1`) },
    { name: 'UTF-8 of a lone surrogate', bytes: get(`${API}/packages/%ed%a0%80/1`) },
    { name: 'bytes that are not ASCII', bytes: Buffer.from(get(`${API}/packages/\u00e9/1`), 'latin1') },
    { name: 'half an escape', bytes: get(`${API}/packages/%4/1`) },
    { name: 'an escape of IIS', bytes: get(`${API}/packages/%u002e/1`) },
    { name: 'a path parameter', bytes: get(`${API}/healthz;x=1`) },
    { name: 'empty segments', bytes: get(`/${API}//healthz`) },
    { name: 'a fragment', bytes: get(`${API}/healthz#a`) },
    { name: 'a space in the path', bytes: get(`${API}/packages/a b/1`) },
    { name: 'another case', bytes: get('/REGISTRY-API/V1/HEALTHZ') },
    { name: 'NUL in the query', bytes: get(`${API}/publications?q=%00`) },
    { name: 'half an escape in the query', bytes: get(`${API}/publications?q=%zz`) },
    { name: 'a query parameter twice', bytes: get(`${API}/publications?q=a&q=b`) },
    { name: 'a query of brackets', bytes: get(`${API}/publications?q[a]=b&__proto__[x]=y`) },
  ],
};
