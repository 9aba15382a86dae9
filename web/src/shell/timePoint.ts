import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type TimePoint = {
  /** ISO instant of what was known, or undefined for now; hand it to every question as `knownAt`. */
  knownAt: string | undefined;
  /** Nothing may be written while travelling. */
  isTravelling: boolean;
  travelTo: (knownAt: string | undefined) => void;
};

const officeZone = "Asia/Shanghai";

/** The instant of a wall-clock time in the city's time zone. */
export function instantAt(on: string, time: string): string {
  return Temporal.PlainDateTime.from(`${on}T${time}`).toZonedDateTime(officeZone).toInstant().toString();
}

/** 2023年7月5日18:00, as the city's clocks showed it; undefined for what is no instant. */
export function instantWords(instant: string, locale: "zh-CN" | "en"): string | undefined {
  let at: Temporal.ZonedDateTime;
  try {
    at = Temporal.Instant.from(instant).toZonedDateTimeISO(officeZone);
  } catch {
    // The address can be edited by hand.
    return undefined;
  }
  const time = at.toPlainTime().toString({ smallestUnit: "minute" });
  return locale === "en" ? `${at.toPlainDate().toString()} ${time}` : `${at.year}年${at.month}月${at.day}日${time}`;
}

/** Which time the page speaks of, from the address. */
export function useTimePoint(): TimePoint {
  const search = useSearch({ strict: false }) as { knownAt?: readonly string[] };
  const navigate = useNavigate();
  const asked = search.knownAt?.[0];
  const knownAt = asked && instantWords(asked, "en") !== undefined ? asked : undefined;
  const travelTo = useCallback(
    (to: string | undefined) => {
      void navigate({ to: ".", search: ((now: object) => ({ ...now, knownAt: to ? [to] : undefined })) as never });
    },
    [navigate],
  );
  return { knownAt, isTravelling: knownAt !== undefined, travelTo };
}
