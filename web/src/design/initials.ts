const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first character as people see it: an emoji or an accented letter stays whole. */
export function firstLetter(text: string): string {
  const [first] = letters.segment(text.trim());
  return first?.segment.toUpperCase() ?? '';
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = ''] = words;
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return firstLetter(first) + firstLetter(last) || '?';
}
