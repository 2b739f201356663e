import fc from 'fast-check';
import { Slots } from './slots';

describe('Slots', () => {
  it('has what was added and not removed, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 })), (steps) => {
        const slots = new Slots<number>();
        const model: { slot: number; item: number }[] = [];
        for (const [item, step] of steps.entries()) {
          // Every other step takes away one of those that are there.
          const [gone] = step % 2 === 0 ? [] : model.splice(step % (model.length || 1), 1);
          if (gone === undefined) model.push({ slot: slots.add(item), item });
          else slots.remove(gone.slot);
        }
        expect(slots.all().toSorted()).toEqual(model.map(({ item }) => item).toSorted());
        expect(new Set(model.map(({ slot }) => slot)).size).toBe(model.length);
      }),
    );
  });

  it('uses a slot again', () => {
    const slots = new Slots<string>();
    const first = slots.add('a');
    slots.add('b');
    slots.remove(first);
    expect(slots.add('c')).toBe(first);
    expect(slots.all()).toEqual(['c', 'b']);
  });
});
