/** Preloaded with --import: the process believes it is SHIFT_DAYS from now. */
const shiftMs = Number(process.env.SHIFT_DAYS) * 24 * 60 * 60 * 1000;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + shiftMs] : parts));
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};
