const WORD = /[\p{L}\p{N}]+(?:['’\-_.][\p{L}\p{N}]+)*/gu;
/** Scripts that put no space between words: each of these characters counts as one. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

export function countWords(text: string): number {
  let words = 0;
  for (const [word] of text.matchAll(WORD)) {
    const spaceless = word.match(SPACELESS)?.length ?? 0;
    words += spaceless + (word.replace(SPACELESS, ' ').trim() === '' ? 0 : 1);
  }
  return words;
}
