import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_ACTIONS } from '../../src/core/audit-trail/audit-event';

const page = readFileSync(join(__dirname, '../../docs/audit-trail.md'), 'utf8');

describe('docs/audit-trail.md', () => {
  it('has every action that is written, and no other', () => {
    const section = /## What it has\n([^]*?)\n## /.exec(page)?.[1] ?? '';
    const documented = Array.from(section.matchAll(/^\| (`.*?) \|/gm), ([, cell = '']) =>
      cell.match(/[a-z_]+(?:\.[a-z_]+)?/g),
    );
    expect(documented.flat().sort()).toEqual([...AUDIT_ACTIONS].sort());
  });

  it('names every member of an event', () => {
    const source = readFileSync(join(__dirname, '../../src/core/audit-trail/audit-event.ts'), 'utf8');
    const text = /export function auditEventText[^]*?canonicalJson\(\{([^]*?)\n {2}\}\);/.exec(source)?.[1] ?? '';
    const members = Array.from(text.matchAll(/(?:^ {4}|: \{ )(\w+)(?=:)/gm), ([, name = '']) => name);
    expect(members).toHaveLength(10);
    for (const name of members) expect(page).toContain(`\`${name}\``);
  });
});
