/**
 * `node --require shift-clock.cjs` for a process whose clock is wrong by FLEET_CLOCK_SHIFT_MS: everything that asks
 * JavaScript for the time gets another one, timers run as ever.
 */
const RealDate = Date;
// eslint-disable-next-line no-restricted-syntax -- a preload has no arguments
const shiftMs = Number(process.env.FLEET_CLOCK_SHIFT_MS ?? '0');

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
