/** The values of a statement that is put together from parts, and their places in it. */
export class SqlParameters {
  private readonly list: unknown[] = [];

  /** The place of the value, such as `$3`. */
  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }

  get values(): unknown[] {
    return [...this.list];
  }
}
