/** Reads instants strictly: what is no instant, or leaves a doubt which one it is, is answered with the reason. */

const LAST_INSTANT = Date.UTC(10_000, 0, 1) - 1;
const WHOLE_NUMBER = /^-?\d{1,16}$/;
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;
/** The longest instant has 35 characters. */
const MAX_LENGTH = 40;

/** Milliseconds since 1970, from their own digits or from an ISO 8601 text; or why the text is neither. */
export function parseInstant(text: string): number | { readonly reason: string } {
  if (text.length > MAX_LENGTH) return { reason: EXPECTED };
  const reason = (message: string) => ({ reason: `${message}; got ${JSON.stringify(text)}` });
  if (WHOLE_NUMBER.test(text)) {
    const at = Number(text);
    if (!isInRange(at)) return reason(EXPECTED);
    return isSeconds(at) ? reason(SECONDS) : at;
  }
  const at = parseIso(text);
  if (typeof at === "string") return reason(at);
  return isInRange(at) ? at : reason(EXPECTED);
}

const EXPECTED =
  "must be Unix milliseconds or an ISO 8601 instant such as 2026-01-31T12:00:00Z, from 1970 to 9999";
const SECONDS =
  "must be Unix milliseconds, and this looks like seconds: multiply it by 1000, or send an ISO 8601 instant";
const NO_OFFSET = "has no UTC offset: end it with Z, or with an offset such as +02:00";
const NO_SUCH_DAY = "names a day that does not exist";
const NO_SUCH_TIME =
  "names a time that does not exist: hours are 00 to 23, minutes and seconds 00 to 59";
const NO_SUCH_OFFSET = "has an offset that does not exist: hours are 00 to 23, minutes 00 to 59";

function isInRange(at: number): boolean {
  return at >= 0 && at <= LAST_INSTANT;
}

/** As milliseconds these are days of 1970 to 1973, as seconds 1973 to 5138. */
function isSeconds(at: number): boolean {
  return at >= 1e8 && at < 1e11;
}

/** A date alone is its midnight in UTC. Digits beyond the millisecond are dropped. */
function parseIso(text: string): number | string {
  const match = ISO.exec(text);
  if (!match) return EXPECTED;
  const [, year, month, day, hour, minute, second, fraction = "", offset] = match;
  const [y, m, d, h, min, s] = [year, month, day, hour, minute, second].map((part) =>
    Number(part ?? 0),
  );
  const midnight = midnightOf(y ?? 0, m ?? 0, d ?? 0);
  if (midnight === null) return NO_SUCH_DAY;
  if (hour === undefined) return midnight;
  if ((h ?? 0) > 23 || (min ?? 0) > 59 || (s ?? 0) > 59) return NO_SUCH_TIME;
  if (offset === undefined) return NO_OFFSET;
  const ahead = minutesAhead(offset);
  if (ahead === null) return NO_SUCH_OFFSET;
  const minutes = 60 * (h ?? 0) + (min ?? 0) - ahead;
  return (
    midnight + 60_000 * minutes + 1000 * (s ?? 0) + Number(fraction.padEnd(3, "0").slice(0, 3))
  );
}

function midnightOf(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day); // Date.UTC would take the year 70 for 1970.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function minutesAhead(offset: string): number | null {
  if (offset === "Z" || offset === "z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith("-") ? -1 : 1) * (60 * hours + minutes);
}
