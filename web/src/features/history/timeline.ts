import type { Contributor, Thread, Version } from '../../api/types';
import { handOf } from './contributors';

/** Neighbouring versions that somebody wrote in; indices into the versions, the oldest first. */
export interface Stretch {
  from: number;
  /** The last of them. */
  to: number;
}

export interface Lane {
  writer: Contributor;
  stretches: Stretch[];
  /** All that they wrote in. */
  versions: number[];
}

/** Who wrote when, in the order in which they came. */
export function lanesOf(versions: readonly Pick<Version, 'contributors'>[]): Lane[] {
  const lanes = new Map<string, Lane>();
  versions.forEach(({ contributors }, index) => {
    for (const writer of contributors) {
      const lane = lanes.get(handOf(writer)) ?? { writer, stretches: [], versions: [] };
      lanes.set(handOf(writer), lane);
      lane.versions.push(index);
      const last = lane.stretches.at(-1);
      if (last?.to === index - 1) last.to = index;
      else lane.stretches.push({ from: index, to: index });
    }
  });
  return [...lanes.values()];
}

/** What stands out at a version. */
export interface Marker {
  at: number;
  /** Null where it has none. */
  name: string | null;
  /** How many threads were begun on it, before the next version was there. */
  comments: number;
}

export function markersOf(
  versions: readonly Pick<Version, 'name' | 'endedAt'>[],
  threads: readonly Pick<Thread, 'comments'>[],
): Marker[] {
  const ends = versions.map(({ endedAt }) => Date.parse(endedAt));
  const comments = new Map<number, number>();
  for (const { comments: inThread } of threads) {
    const [first] = inThread;
    if (first === undefined) continue;
    // A remark is made on a text that is there already; the first of all may be older than any version.
    const at = Math.max(
      0,
      ends.findLastIndex((end) => end <= Date.parse(first.createdAt)),
    );
    comments.set(at, (comments.get(at) ?? 0) + 1);
  }
  return versions.flatMap(({ name }, at) => {
    const marker = { at, name, comments: comments.get(at) ?? 0 };
    return marker.name === null && marker.comments === 0 ? [] : [marker];
  });
}

/** The next of them in that direction, round and round; null where there is none. */
export function nextOf(places: readonly number[], at: number, by: 1 | -1): number | null {
  const onward = by === 1 ? places.find((place) => place > at) : places.findLast((place) => place < at);
  return onward ?? places.at(by === 1 ? 0 : -1) ?? null;
}
