/** Letters, digits and what isn't ASCII: what a text and its source share, whatever marks and blanks one of them has. */
const SHARED = /[^\s!-/:-@[-`{-~]/;
/** Where a link or picture leads, and what a note is called: it stands in the source alone. */
const UNSEEN = /\]\((?:<[^>\n]*>|[^()\s]*)(?:\s+(?:"[^"]*"|'[^']*'))?\)|\[\^[^\]\s]+\]/g;
/** What stands in the rendered text alone: the titles of callouts, the numbers of notes, contents, and what offers a picture. */
const OURS = '.mdr-callout-title, .mdr-note-ref, .mdr-note-back, .mdr-contents, .mdr-far-offer';

/** What both share, and where each unit of it stands. */
interface Shared<Place> {
  text: string;
  places: Place[];
}

interface Spot {
  node: Text;
  offset: number;
}

/**
 * Where a stretch of the source is in what it becomes.
 *
 * @param source of these blocks, from the first line of the first to behind the last of the last.
 * @returns null where nothing of it is seen.
 */
export function shownAt(blocks: readonly Element[], source: string, from: number, to: number): Range | null {
  const written = sharedOf(source);
  const shown = sharedIn(blocks);
  const stretch = stretchOf(written.places, (place) => place >= from && place < to);
  const found = stretch === null ? null : counterpart(written, shown, stretch);
  const [first, last] = [found && shown.places[found.from], found && shown.places[found.to - 1]];
  if (first == null || last == null) return null;
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + 1);
  return range;
}

/** The other way round: which stretch of their source was selected; null where it can't be told. */
export function writtenAt(
  blocks: readonly Element[],
  source: string,
  selected: Range,
): { from: number; to: number } | null {
  const written = sharedOf(source);
  const shown = sharedIn(blocks);
  const stretch = stretchOf(
    shown.places,
    ({ node, offset }) => selected.comparePoint(node, offset) >= 0 && selected.comparePoint(node, offset + 1) <= 0,
  );
  const found = stretch === null ? null : counterpart(shown, written, stretch);
  const [first, last] = [found && written.places[found.from], found && written.places[found.to - 1]];
  return first == null || last == null ? null : { from: first, to: last + 1 };
}

function sharedOf(source: string): Shared<number> {
  const shared: Shared<number> = { text: '', places: [] };
  const add = (from: number, to: number) => {
    for (let at = from; at < to; at++)
      if (SHARED.test(source[at] ?? '')) {
        shared.text += source[at] ?? '';
        shared.places.push(at);
      }
  };
  let at = 0;
  for (const { index, 0: destination } of source.matchAll(UNSEEN)) {
    add(at, index);
    at = index + destination.length;
  }
  add(at, source.length);
  return shared;
}

function sharedIn(blocks: readonly Element[]): Shared<Spot> {
  const shared: Shared<Spot> = { text: '', places: [] };
  for (const block of blocks) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!(node instanceof Text) || node.parentElement?.closest(OURS) != null) continue;
      for (let offset = 0; offset < node.data.length; offset++)
        if (SHARED.test(node.data[offset] ?? '')) {
          shared.text += node.data[offset] ?? '';
          shared.places.push({ node, offset });
        }
    }
  }
  return shared;
}

interface Stretch {
  from: number;
  to: number;
}

function stretchOf<Place>(places: readonly Place[], isIn: (place: Place) => boolean): Stretch | null {
  const from = places.findIndex(isIn);
  return from === -1 ? null : { from, to: places.findLastIndex(isIn) + 1 };
}

/** The same words on the other side; of several the nearest to where they are on this one. */
function counterpart(here: Shared<unknown>, there: Shared<unknown>, { from, to }: Stretch): Stretch | null {
  const words = here.text.slice(from, to);
  let best: number | null = null;
  for (let at = there.text.indexOf(words); at !== -1; at = there.text.indexOf(words, at + 1))
    if (best === null || Math.abs(at - from) < Math.abs(best - from)) best = at;
  return best === null ? null : { from: best, to: best + words.length };
}
