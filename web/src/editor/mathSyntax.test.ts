import { expect, test } from 'vitest';
import { markdownSyntax } from './markdownSyntax';

const { parser } = markdownSyntax.language;

/** The nodes that are asked for, each as the text it covers. */
function found(text: string, ...names: string[]): string[] {
  const nodes: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (names.includes(name)) nodes.push(text.slice(from, to));
    },
  });
  return nodes;
}

test.each([
  ['so $a_1$ and $b$.', ['$a_1$', '$b$']],
  ['$5 and $6', []],
  ['$ a$ and $a $', []],
  [String.raw`\$a$ and $a\$b$`, [String.raw`$a\$b$`]],
  ['`$a$`', []],
  ['| a |\n|---|\n| $x$ |', ['$x$']],
])('%j has the formulas %j', (text, formulas) => {
  expect(found(text, 'InlineMath')).toEqual(formulas);
});

test('nothing in a formula is Markdown', () => {
  expect(found('$a*b*c$', 'Emphasis')).toEqual([]);
  expect(found('$$\na\n- b\n+ c\n$$', 'BulletList', 'ListItem')).toEqual([]);
});

test.each([
  ['before\n$$\nx = 1\n$$\nafter', ['$$\nx = 1\n$$']],
  ['$$x$$', ['$$x$$']],
  ['$$\nx\n\ny\n$$', []],
  ['$$\nnever closed', []],
  ['```\n$$\nx\n$$\n```', []],
  ['> $$\n> x\n> $$', ['$$\n> x\n> $$']],
  ['- a\n\n  $$\n  x\n  $$', ['$$\n  x\n  $$']],
  ['> $$\n> x\n$$', []],
  ['$$\na\n$$\n\n$$\nb\n$$', ['$$\na\n$$', '$$\nb\n$$']],
])('%j has the blocks %j', (text, blocks) => {
  expect(found(text, 'MathBlock')).toEqual(blocks);
});

test('what was never closed is text, and so is what follows it', () => {
  expect(found('$$\nnever *closed*\n\n# Heading', 'Emphasis', 'ATXHeading1')).toEqual(['*closed*', '# Heading']);
});
