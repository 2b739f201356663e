import { join } from 'node:path';
import { PROJECT_ROOT } from '../project-root';
import { readScript, readStylesheet } from './assets';

const ASSETS_DIR = join(PROJECT_ROOT, 'views/assets');

describe('the stylesheet', () => {
  const css = readStylesheet(ASSETS_DIR).body.toString('utf8');

  it('changes no colour with the width, so that colours are judged at one', () => {
    const blocks = [...css.matchAll(/@media \(max-width[^{]*\{((?:[^{}]*\{[^{}]*\})*)/g)].map(
      ([, rules = '']) => rules,
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const rules of blocks) expect(rules).not.toMatch(/color|background|--[a-z]/);
  });

  it('loads nothing, neither from here nor from elsewhere', () => {
    expect(css).not.toMatch(/url\(|@import|@font-face/);
  });
});

describe('an asset', () => {
  it('is named after its content', () => {
    const { fileName, href, body } = readScript(ASSETS_DIR);
    expect(fileName).toMatch(/^local-time\.[0-9a-f]{16}\.js$/);
    expect(href).toBe(`/registry/assets/${fileName}`);
    expect(body.toString('utf8')).toContain('timeZoneName');
  });
});
