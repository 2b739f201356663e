import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { printfLines, shellQuote } from './shell';

function output(script: string): Buffer {
  return execFileSync('sh', ['-euc', script]);
}

describe('shellQuote', () => {
  it.each(['plain', "it's", '$(id)', '`id`', 'a b', '"', '\\', '!', '*', '-n'])('is taken literally: %s', (word) => {
    expect(output(`printf '%s' ${shellQuote(word)}`).toString()).toBe(word);
  });
});

describe('printfLines', () => {
  it('writes exactly the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
        expect(output(printfLines(Buffer.from(bytes)).join('\n')).equals(bytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps lines short, ends them after members, and is plain ASCII', () => {
    const json = JSON.stringify({ one: 'x'.repeat(90), two: 'größe %s -- it\'s', three: '-'.repeat(400) });
    const lines = printfLines(Buffer.from(json));
    expect(output(lines.join('\n')).toString()).toBe(json);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines[0]).toMatch(/,'$/);
    for (const line of lines) {
      expect(line.length).toBeLessThan(1000);
      expect(line).toMatch(/^printf '[\x20-\x7e]+'$/);
      expect(line).not.toMatch(/^printf '-/);
    }
  });
});
