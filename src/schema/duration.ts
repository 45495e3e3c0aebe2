const ISO_DURATION =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/** An ISO 8601 duration as calendar months and milliseconds; null where the text is none. */
export function parseDuration(text: string): { months: number; milliseconds: number } | null {
  const match = ISO_DURATION.exec(text);
  if (!match) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const inDays = 7 * (weeks ?? 0) + (days ?? 0);
  const inMinutes = 60 * (24 * inDays + (hours ?? 0)) + (minutes ?? 0);
  return {
    months: 12 * (years ?? 0) + (months ?? 0),
    milliseconds: 1000 * (60 * inMinutes + (seconds ?? 0)),
  };
}
