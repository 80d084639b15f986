import { expect, test } from 'vitest';
import { createParser } from './parser';

const parser = createParser();
const html = (text: string) => parser.render(text);

test('a task says whether it is done and where it stands', () => {
  const rendered = html('- [ ] first\n- [x] second\n- [y] third\n');
  expect(rendered).toContain('<li class="mdr-task-item"><span class="mdr-task" data-line="0"></span> first</li>');
  expect(rendered).toContain('<span class="mdr-task-done" data-line="1"></span> second');
  expect(rendered).toContain('<li>[y] third</li>');
});

test('the line of a task counts from its block, not from the document', () => {
  expect(html('# Title\n\nText\n\n- [ ] a\n  - [ ] b\n')).toContain('data-line="1"></span> b');
});

test('formulas are marked up, money is not', () => {
  expect(html('so $a < b$ holds')).toContain('<span class="mdr-math">a &lt; b</span>');
  expect(html('$5 and $6')).toBe('<p>$5 and $6</p>\n');
  expect(html('$ a $')).toBe('<p>$ a $</p>\n');
});

test('a block of formulas has to be closed', () => {
  expect(html('$$\nx^2\n$$\n')).toBe('<div class="mdr-math-block">x^2</div>\n');
  expect(html('$$ x $$')).toBe('<div class="mdr-math-block">x</div>\n');
  expect(html('$$\nnever')).toBe('<p>$$\nnever</p>\n');
});

test('a callout is a quotation with a kind', () => {
  expect(html('> [!WARNING]\n> Hot.')).toBe('<blockquote class="mdr-callout-warning">\n<p>Hot.</p>\n</blockquote>\n');
  expect(html('> [!OTHER]\n> x')).toContain('<blockquote>');
});

test('front matter stands at the very top or nowhere', () => {
  expect(html('---\ntags: [a]\n---\n# T')).toBe(
    '<pre class="mdr-front-matter"><code>tags: [a]</code></pre>\n<h1>T</h1>\n',
  );
  expect(html('text\n\n---\na: b\n---\n')).not.toContain('front-matter');
});
