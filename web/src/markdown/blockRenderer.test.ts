import { expect, test } from 'vitest';
import { seeded } from '../testKit/seeded';
import { BlockRenderer } from './blockRenderer';
import { createParser } from './parser';

const PIECES = [
  '# Heading *one*\n',
  'Title\n=====\n',
  'A paragraph with `code`, **bold** and [a link][ref].\nA second line.\n',
  '- one\n- two\n  - three\n\n  loose\n',
  '1. first\n2. second\n',
  '> quoted\n> > deeper\n',
  '```js\nlet a = 1;\n\n# not a heading\n```\n',
  '    indented code\n',
  '| a | b |\n|---|:-:|\n| 1 | 2 |\n',
  '[ref]: https://example.org "title"\n',
  '---\n',
  '<script>alert(1)</script>\n',
  '![picture](https://example.org/a.png)\n',
  '~~gone~~ https://example.org\n',
  '```\nnever closed\n',
  '\n',
  '- [ ] to do\n- [x] done\n',
  '$$\nx^2\n$$\n',
  'A formula $a_1$ and $5 and $6\n',
  '> [!NOTE]\n> Mind it.\n',
  '---\ntags: [a]\n---\n',
  'Said[^n] and[^M].\n',
  '[^n]: A note with *weight*.\n\n    More of it.\n',
  '[^m]: - in a list[^n]\n',
  '\n[toc]\n\n',
];

test.each([1, 2, 3, 4, 5, 6, 7, 8])('an edited document renders as if it were rendered anew (seed %i)', (seed) => {
  const chance = seeded(seed);
  const renderer = new BlockRenderer();
  const parser = createParser();
  let text = '';
  for (let step = 0; step < 150; step++) {
    text = edit(text, chance);
    expect(joined(renderer, text), `step ${step}`).toBe(parser.render(text));
  }
});

test('a changed link definition reaches the blocks that use it', () => {
  const renderer = new BlockRenderer();
  joined(renderer, 'See [it][a].\n\n[a]: https://one.example');
  expect(joined(renderer, 'See [it][a].\n\n[a]: https://two.example')).toContain('https://two.example');
});

test('a note that comes or goes reaches the blocks that name it, and contents follow their headings', () => {
  const renderer = new BlockRenderer();
  expect(joined(renderer, '[toc]\n\nSaid[^a].')).toContain('Said[^a].');
  const defined = joined(renderer, '[toc]\n\n# Head\n\nSaid[^a].\n\n[^a]: there');
  expect(defined).toContain('Said<sup>');
  expect(defined).toContain('<a href="#head">Head</a>');
  expect(joined(renderer, '[toc]\n\n# Other\n\nSaid[^a].\n\n[^b]: x\n\n[^a]: there')).toMatch(
    /#other.*Said<sup><a[^>]*>2</s,
  );
});

test('a block is said to be the same as long as its source is', () => {
  const renderer = new BlockRenderer();
  const [before] = renderer.render('Stays\n\nchanges');
  const [after] = renderer.render('Stays\n\nhas changed');
  expect(after?.key).toBe(before?.key);
});

const joined = (renderer: BlockRenderer, text: string) =>
  renderer
    .render(text)
    .map(({ html }) => html)
    .join('');

function edit(text: string, chance: () => number): string {
  const at = Math.floor(chance() * (text.length + 1));
  const removed = chance() < 0.4 ? Math.floor(chance() * 30) : 0;
  const piece = chance() < 0.7 ? (PIECES[Math.floor(chance() * PIECES.length)] ?? '') : 'x';
  return text.slice(0, at) + piece + text.slice(at + removed);
}
