import { afterEach, expect, test } from 'vitest';
import { BlockRenderer } from '../../markdown/blockRenderer';
import type { Rendered } from '../../markdown/scrollToLine';
import { Sections } from '../../markdown/sections';
import { markThreads, selectedIn } from './previewMarks';

afterEach(() => document.body.replaceChildren());

const SOURCE = '# Plan\n\nThe **tent** is red.\n\nThe tent is [large](/x), they say.\n';

function render(source: string): Rendered {
  const root = document.body.appendChild(document.createElement('div'));
  const rendered = new BlockRenderer().render(source);
  const blocks = rendered.map(({ html }) => {
    const block = document.createElement('div');
    // eslint-disable-next-line no-restricted-syntax -- A text of this file's own.
    block.innerHTML = html;
    return block;
  });
  new Sections(root).replace(0, 0, blocks);
  return { root, blocks, lines: Int32Array.from(rendered, ({ line }) => line) };
}

const marks = (root: Element) => [...root.querySelectorAll<HTMLElement>('mark')].map((mark) => mark.textContent);
const stretch = (words: string) => ({ from: SOURCE.indexOf(words), to: SOURCE.indexOf(words) + words.length });

test('what threads are about is marked where it is read, and the marks go with the threads', () => {
  const rendered = render(SOURCE);
  const before = rendered.root.cloneNode(true);
  markThreads(
    rendered,
    SOURCE,
    [
      { id: 'a', ...stretch('**tent** is') },
      { id: 'b', ...stretch('[large](/x), they') },
    ],
    'b',
  );
  expect(marks(rendered.root)).toEqual(['tent', ' is', 'large', ', they']);
  expect(
    [...rendered.root.querySelectorAll<HTMLElement>('.mdr-read-mark-active')].map((one) => one.dataset.thread),
  ).toEqual(['b', 'b']);
  markThreads(rendered, SOURCE, [], null);
  expect(rendered.root.isEqualNode(before)).toBe(true);
});

test('of the same words those are marked that were meant', () => {
  const rendered = render(SOURCE);
  const second = SOURCE.lastIndexOf('tent');
  markThreads(rendered, SOURCE, [{ id: 'a', from: second, to: second + 4 }], null);
  expect(rendered.blocks[2]?.querySelector('mark')?.textContent).toBe('tent');
  expect(marks(rendered.root)).toHaveLength(1);
});

test('what is selected where it is read has its place in the source', () => {
  const rendered = render(SOURCE);
  const range = document.createRange();
  const paragraph = rendered.blocks[2]?.firstElementChild;
  range.setStart(paragraph?.firstChild ?? document, 4);
  range.setEnd(paragraph?.querySelector('a')?.firstChild ?? document, 5);
  const found = selectedIn(rendered, SOURCE, range);
  expect(found === null ? null : SOURCE.slice(found.from, found.to)).toBe('tent is [large');
  range.collapse();
  expect(selectedIn(rendered, SOURCE, range)).toBeNull();
});
