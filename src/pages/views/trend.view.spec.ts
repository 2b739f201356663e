import { trendView } from './trend.view';

describe('trendView', () => {
  it('says in words what it draws', () => {
    const days = [
      { day: '2026-09-01', downloads: 2 },
      { day: '2026-09-03', downloads: 1200 },
    ];
    const view = trendView(days, '2026-09-05', 90);
    expect(view).toMatchObject({ isEmpty: false, sum: '1,202 downloads', length: 90 });
    expect(view.best).toEqual({ day: '2026-09-03', downloads: '1,200' });
    expect(view.weeks).toHaveLength(13);
    expect(view.weeks[0]).toEqual({ day: '2026-08-30', downloads: '1,202' });
    expect(view.line.split(' ')).toHaveLength(90);
  });

  it('is empty when nobody downloaded', () => {
    expect(trendView([], '2026-09-05', 7)).toMatchObject({ isEmpty: true, sum: '0 downloads', length: 7 });
  });

  it('reaches from the bottom to the top, the last day at the right', () => {
    const view = trendView([{ day: '2026-03-01', downloads: 4 }], '2026-03-01', 3);
    expect(view.line).toBe('0,59 180,59 360,1');
    expect(view.area).toBe('0,60 0,59 180,59 360,1 360,60');
  });
});
