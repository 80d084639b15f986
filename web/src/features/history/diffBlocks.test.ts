// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { diffBlocks } from './diffBlocks';

const serializer = new XMLSerializer();
const XMLNS = ' xmlns="http://www.w3.org/1999/xhtml"';
const mark = (name: string) => () => document.createElement(name);
const diff = (before: string, after: string) =>
  diffBlocks(before, after, { added: mark('ins'), removed: mark('del') }).map((block) =>
    [...block.childNodes]
      .map((node) => serializer.serializeToString(node).replaceAll(XMLNS, ''))
      .join('')
      .trim(),
  );

test('in a paragraph that was written anew the words are marked', () => {
  expect(diff('# Plan\n\nThe tent is red and small.\n', '# Plan\n\nThe tent is blue and small.\n')).toEqual([
    '<h1>Plan</h1>',
    '<p>The tent is <del>red </del><ins>blue </ins>and small.</p>',
  ]);
});

test('what came and what went whole stands where it does and did', () => {
  expect(diff('one\n\ntwo words\n\nthree\n', 'one\n\nthree\n\nanother thing\n')).toEqual([
    '<p>one</p>',
    '<del><p>two words</p>\n</del>',
    '<p>three</p>',
    '<ins><p>another thing</p>\n</ins>',
  ]);
});

test('marks inside of words keep their places, and a link stays one', () => {
  const [block] = diff(
    'Read **the old** [guide](https://a.example) first.\n',
    'Read **the new** [guide](https://a.example) first.\n',
  );
  expect(block).toContain('<strong>the <del>old</del><ins>new</ins></strong>');
  expect(block).toContain('>guide</a>');
});

test('an item of a list that changed is changed in its place', () => {
  expect(diff('- red tent\n- old lamp for all\n', '- red tent\n- new lamp for all\n').join('')).toContain(
    '<li><del>old </del><ins>new </ins>lamp for all</li>',
  );
});

test('an item that went is read behind the one before it', () => {
  const [block] = diff(
    '- one tent\n- two lamps\n- three cups\n- four pans\n',
    '- one tent\n- two lamps\n- four pans\n',
  );
  expect(block).toMatch(/two lamps<del> three cups<\/del>/);
});

test('code and diagrams are shown as they were and as they are', () => {
  const fence = (code: string) => `\`\`\`mermaid\n${code}\n\`\`\`\n`;
  const shown = diff(fence('graph TD; a-->b'), fence('graph TD; a-->c'));
  expect(shown).toHaveLength(2);
  expect(shown[0]).toMatch(/^<del><pre>/);
  expect(shown[1]).toMatch(/^<ins><pre>/);
});

test('two paragraphs with little in common are two', () => {
  expect(diff('The tent is red.\n', 'Nobody came along today.\n')).toHaveLength(2);
});

test('nothing of an author’s markup gets through', () => {
  const hostile = 'a <img src=x onerror=alert(1)> word here\n';
  expect(diff('a word here\n', hostile).join('')).not.toContain('<img');
});
