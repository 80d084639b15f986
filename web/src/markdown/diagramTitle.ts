const FRONT_MATTER = /^\s*---[ \t]*\n([\s\S]*?)\n[ \t]*---[ \t]*(?:\n|$)/;
/** Said for those who don't see it, over what is written above it. */
const SPOKEN = /^[ \t]*accTitle[ \t]*:[ \t]*(.+)$/m;
const IN_FRONT = /^[ \t]*title[ \t]*:[ \t]*(.+)$/m;
/** `pie title Pets`, or in a line of its own, as in a `gantt`. */
const IN_BODY = /^[ \t]*(?:pie(?:[ \t]+showData)?[ \t]+)?title[ \t]+(.+)$/m;

/** What a diagram calls itself; null where it doesn't. */
export function titleOfDiagram(source: string): string | null {
  const front = FRONT_MATTER.exec(source);
  const body = front === null ? source : source.slice(front[0].length);
  const found = SPOKEN.exec(body) ?? (front?.[1] === undefined ? null : IN_FRONT.exec(front[1])) ?? IN_BODY.exec(body);
  const title = found?.[1]?.trim().replace(/^(["'])(.*)\1$/, '$2') ?? '';
  return title === '' ? null : title;
}
