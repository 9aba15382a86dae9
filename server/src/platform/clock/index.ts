/**
 * Purpose: the only source of "now" for rules; passed in, so that tests and the demonstration city can set it.
 * Owns: nothing. Offers: `Clock`, `systemClock`, `shiftedClock`, `fixedClock`.
 * Never: decides a known instant: those come from the database.
 */
export const cityTimeZone = "Asia/Shanghai";

export type Clock = {
  /** The instant now, as business rules see it. */
  now(): Temporal.Instant;
  /** The calendar day now in the city (UTC's day is yesterday until eight). */
  today(): Temporal.PlainDate;
};

function clockOf(now: () => Temporal.Instant): Clock {
  return { now, today: () => now().toZonedDateTimeISO(cityTimeZone).toPlainDate() };
}

export const systemClock: Clock = clockOf(() => Temporal.Now.instant());

/** Runs as fast as the system's clock but starts elsewhere: the demonstration city lives in its own summer. */
export function shiftedClock(offsetMs: number): Clock {
  return clockOf(() => Temporal.Now.instant().add({ milliseconds: offsetMs }));
}

export function fixedClock(instant: string): Clock {
  const fixed = Temporal.Instant.from(instant);
  return clockOf(() => fixed);
}
