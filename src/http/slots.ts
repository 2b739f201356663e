/**
 * A set of what comes and goes all the time, each known by the number of its slot. In a Map the tables that it outgrows
 * keep what was in them until the next major garbage collection, and what that refers to: 4 µs of collecting for each
 * request, and pauses of 8 ms (docs/performance.md).
 */
export class Slots<Item> {
  private readonly items: (Item | undefined)[] = [];
  private readonly free: number[] = [];

  /** The slot, to be given to `remove`. */
  add(item: Item): number {
    const slot = this.free.pop() ?? this.items.length;
    this.items[slot] = item;
    return slot;
  }

  /** Once for each `add`. */
  remove(slot: number): void {
    this.items[slot] = undefined;
    this.free.push(slot);
  }

  all(): readonly Item[] {
    return this.items.filter((item) => item !== undefined);
  }
}
