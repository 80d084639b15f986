const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60],
  ['hour', 60],
  ['day', 24],
  ['week', 7],
  ['month', 4.35],
  ['year', 12],
];

/** "3 minutes ago", in the words of the language; under a minute it is "now". */
export function timeAgo(at: string, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  let unit: Intl.RelativeTimeFormatUnit = 'second';
  let value = (Date.parse(at) - now) / 1000;
  for (const [larger, size] of STEPS) {
    if (Math.abs(value) < size) break;
    value /= size;
    unit = larger;
  }
  return unit === 'second' ? format.format(0, 'second') : format.format(Math.round(value), unit);
}
