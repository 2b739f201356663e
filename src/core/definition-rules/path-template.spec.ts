import { pathTemplateFault } from './path-template';

describe('pathTemplateFault', () => {
  it.each(['/', '/a/b', '/a/{id}', '/{_x}/', '/a.b/c-d_e', `/${'a'.repeat(255)}`])('accepts %s', (template) => {
    expect(pathTemplateFault(template)).toBeUndefined();
  });

  it.each([
    ['', /start/],
    ['a', /start/],
    ['/a\\b', /\\/],
    ['/a/../b', /\.\./],
    ['//', /\/\//],
    ['/a\u0000', /control/],
    ['/{}', /segment/],
    ['/{', /segment/],
    ['/id}', /segment/],
    ['/{1d}', /segment/],
    ['/{a-b}', /segment/],
    ['/x{id}', /segment/],
    ['/{id}:act', /segment/],
    ['/a b', /segment/],
    ['/a?b', /segment/],
    ['/é', /segment/],
    [`/${'a'.repeat(256)}`, /256 bytes/],
    [`/${'é'.repeat(128)}`, /256 bytes/],
  ])('refuses %j', (template, reason) => {
    expect(pathTemplateFault(template)).toMatch(reason);
  });
});
