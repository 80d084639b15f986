// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { colouredParts } from './highlightCode';

test('each part says where it stands in the code', () => {
  const code = 'const a = "<b>&amp;";\n// done';
  const words = colouredParts(code, 'JS').map(({ from, to, className }) => [code.slice(from, to), className]);
  expect(words).toContainEqual(['const', 'hljs-keyword']);
  expect(words).toContainEqual(['"<b>&amp;"', 'hljs-string']);
  expect(words).toContainEqual(['// done', 'hljs-comment']);
});

test('a language that is not known has no colours', () => {
  expect(colouredParts('const a', 'nonsense')).toEqual([]);
});
