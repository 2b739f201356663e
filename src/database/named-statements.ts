import type { PreparedStatement, Statement } from './prepared-statement';

/** Every connection keeps a plan of some 100 KiB for each of them, for as long as it lives. */
const MAX_NAMED = 32;

/**
 * Names the statements of one kind as they come, so that connections prepare them: planning a search takes longer than
 * most searches. Filters, sort orders and page sizes can be put together in more ways than a connection should keep
 * plans for, so only the first ones are named; the others are planned each time.
 */
export class NamedStatements {
  private readonly named = new Map<string, PreparedStatement>();

  /** `kind` stands at the beginning of the names, and belongs to one instance. */
  constructor(private readonly kind: string) {}

  of(text: string): Statement {
    const known = this.named.get(text);
    if (known !== undefined || this.named.size >= MAX_NAMED) return known ?? text;
    const statement = { name: `${this.kind}-${this.named.size + 1}`, text };
    this.named.set(text, statement);
    return statement;
  }
}
