/** What a script saw, as a table on stdout, line by line as it comes; a deviation is marked and ends with exit code 1. */
export class Report {
  private deviations = 0;

  constructor(private readonly write: (text: string) => void = (text) => void process.stdout.write(text)) {}

  get isClean(): boolean {
    return this.deviations === 0;
  }

  section(title: string): void {
    this.write(`\n${title}\n`);
  }

  /** A number or a sentence that needs no judgement. */
  note(name: string, seen: string | number): void {
    this.write(`  ${name.padEnd(46)} ${seen}\n`);
  }

  /** What must hold; `seen` says what was seen, whether it holds or not. */
  check(name: string, isRight: boolean, seen: string | number): void {
    if (!isRight) this.deviations += 1;
    this.write(
      `${isRight ? 'ok' : '!!'}  ${name}`.replace(/^ok {2}/, '  ').padEnd(48) +
        ` ${seen}${isRight ? '' : '   <- DEVIATION'}\n`,
    );
  }

  equal(name: string, seen: number, expected: number): void {
    this.check(name, seen === expected, seen === expected ? seen : `${seen}, expected ${expected}`);
  }

  /** None of these must be there; the first few are shown. */
  none(name: string, found: readonly string[]): void {
    this.check(name, found.length === 0, found.length);
    for (const text of found.slice(0, 5)) this.write(`      ${text}\n`);
  }
}
