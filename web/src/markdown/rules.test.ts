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

test('a mention is a name and no link, with whatever stands in it', () => {
  const id = '0198c0de-0000-7000-8000-000000000001';
  expect(html(`Ask @[Ben <b> *O*](${id}).`)).toBe('<p>Ask <span class="mention">@Ben &lt;b&gt; *O*</span>.</p>\n');
  expect(html(`| a |\n|---|\n| @[Ben](${id}) |`)).toContain('<td><span class="mention">@Ben</span></td>');
  expect(html(`\`@[Ben](${id})\``)).toBe(`<p><code>@[Ben](${id})</code></p>\n`);
  expect(html(`\\@[Ben](${id})`)).not.toContain('mention');
  expect(html('@[Ben](ben.md)')).toContain('@<a href="ben.md"');
});

test('front matter stands at the very top or nowhere', () => {
  expect(html('---\ntags: [a]\n---\n# T')).toBe(
    '<pre class="mdr-front-matter"><code>tags: [a]</code></pre>\n<h1>T</h1>\n',
  );
  expect(html('text\n\n---\na: b\n---\n')).not.toContain('front-matter');
});

test('a note is numbered by where it stands, leads there and back, and holds what any block does', () => {
  expect(html('One[^b] two[^a].\n\n[^a]: first\n    goes on\n\n    - list\n\n[^B]: second')).toBe(
    '<p>One<sup><a class="mdr-note-ref" href="#%5Eb">2</a></sup> two<sup><a class="mdr-note-ref" href="#%5Ea">1</a></sup>.</p>\n' +
      '<div class="mdr-note"><a class="mdr-note-back" href="#%5E%5Ea">1</a><div>\n' +
      '<p>first\ngoes on</p>\n<ul>\n<li>list</li>\n</ul>\n</div></div>\n' +
      '<div class="mdr-note"><a class="mdr-note-back" href="#%5E%5Eb">2</a><div>\n<p>second</p>\n</div></div>\n',
  );
});

test('one note follows another without an empty line, and a text goes before it', () => {
  expect(html('Text[^1]\n[^1]: one\n[^2]: two').match(/class="mdr-note"/g)).toHaveLength(2);
});

test('what names no note, and a note in a quote, is text', () => {
  expect(html('see[^1]')).toBe('<p>see[^1]</p>\n');
  expect(html('`[^1]`\n\n[^1]: x')).toContain('<code>[^1]</code>');
  expect(html('> [^1]: x')).not.toContain('mdr-note');
});

test('contents are the headings, those below one in a list of its own', () => {
  expect(html('[TOC]\n\n# A & B\n\n### Deep\n\n# A & B\n')).toContain(
    '<div class="mdr-contents"><ul><li><a href="#a--b">A &amp; B</a><ul><li><a href="#deep">Deep</a></li></ul></li>' +
      '<li><a href="#a--b-1">A &amp; B</a></li></ul></div>',
  );
  expect(html('see\n[toc]')).toBe('<p>see\n[toc]</p>\n');
  expect(html('[toc]\n\n[toc]: https://a.example')).toContain('mdr-contents');
});
