import { expect, test } from 'vitest';
import { asParagraph, excerpt, fitted, messagesFor, sizeOf, type Wish } from './prompts';

const TEXT = '# Plan\n\nThe tent is red. It is large.\n\nThe end.\n';
const at = (words: string) => ({ from: TEXT.indexOf(words), to: TEXT.indexOf(words) + words.length });
const wish = (wanted: Partial<Wish>): Wish => ({ task: 'ask', words: '', text: TEXT, from: 0, to: 0, ...wanted });
const user = (wanted: Partial<Wish>, room = 10_000) => messagesFor(wish(wanted), room)?.[1]?.content;

test('a question comes with the document', () => {
  expect(user({ words: 'How large?' })).toBe(`<document>\n${TEXT}\n</document>\n\nHow large?`);
});

test('a rewriting says what it is about, what is around it, and how', () => {
  const content = user({ task: 'rewrite', ...at('It is large.'), words: 'Shorter' });
  expect(content).toContain('<rewrite>\nIt is large.\n</rewrite>');
  expect(content).toContain('<before>\n# Plan\n\nThe tent is red. \n</before>');
  expect(content).toMatch(/Shorter$/);
  expect(user({ task: 'rewrite', ...at('It is large.') })).toMatch(/keep its meaning and its links\.$/);
});

test('a continuation knows where it begins and where it leads', () => {
  const { to } = at('It is large.');
  const content = user({ task: 'continue', from: to, to });
  expect(content).toContain('It is large.\n</before>');
  expect(content).toContain('<after>\n\n\nThe end.');
});

test('a summary of a part leaves the rest out', () => {
  expect(user({ task: 'summarise', ...at('The tent is red.') })).toBe('<selected>\nThe tent is red.\n</selected>');
});

test('of a long document what is nearest goes along, and no more than there is room for', () => {
  const text = Array.from({ length: 5_000 }, (_, n) => `line ${n} 😀\n`).join('');
  const from = text.indexOf('line 2500');
  const messages = messagesFor({ task: 'continue', words: 'x', text, from, to: from }, 8_000) ?? [];
  expect(messages.reduce((sum, { content }) => sum + sizeOf(content), 0)).toBeLessThanOrEqual(8_000);
  const content = messages[1]?.content ?? '';
  expect(content).toContain('line 2499');
  expect(content).toContain('line 2501');
  expect(content).not.toContain('line 0 ');
  expect(content).not.toMatch(/\p{Surrogate}/u);
});

test('what is selected goes whole, or not at all', () => {
  const text = 'word '.repeat(2_000);
  expect(messagesFor({ task: 'rewrite', words: '', text, from: 0, to: text.length }, 8_000)).toBeNull();
});

test('an excerpt is as much as fits', () => {
  expect(excerpt('abcdef', 3, 3, 100)).toEqual({ before: 'abc', after: 'def' });
  // Two pairs of quotation marks and four letters.
  expect(excerpt('abcdef', 3, 3, 8)).toEqual({ before: 'bc', after: 'de' });
  expect(excerpt('abcdef', 3, 3, 3)).toBeNull();
});

test('an answer keeps the white space of what it replaces, and loses a fence around it', () => {
  expect(fitted('New.', 'Old.\n')).toBe('New.\n');
  expect(fitted('\n\nNew.\n', '  Old.')).toBe('  New.');
  expect(fitted('```markdown\n# New\n```\n', 'Old')).toBe('# New');
  expect(fitted('Look:\n```\ncode\n```', 'Old')).toBe('Look:\n```\ncode\n```');
  expect(fitted('```\nnew\n```', '```\nold\n```')).toBe('```\nnew\n```');
  expect(fitted(' and on', '')).toBe(' and on');
});

test('what is said becomes a paragraph of its own', () => {
  expect(asParagraph(' In short.\n', '')).toBe('In short.\n');
  expect(asParagraph('In short.', 'Text')).toBe('\n\nIn short.\n');
  expect(asParagraph('In short.', 'Text\n')).toBe('\nIn short.\n');
  expect(asParagraph('In short.', 'Text\n\n')).toBe('In short.\n');
});
