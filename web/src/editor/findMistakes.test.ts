import { Text } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { MistakeSearch, type Mistake } from './findMistakes';
import type { Tree } from '@lezer/common';
import { wholeParser } from './markdownSyntax';

const findMistakes = (doc: Text, tree: Tree): Mistake[] => new MistakeSearch(doc, tree).goOn(0, () => -1) ?? [];
const mistakesIn = (text: string) => findMistakes(Text.of(text.split('\n')), wholeParser.parse(text));

/** Each as its kind and the words it is about. */
const told = (text: string) => mistakesIn(text).map(({ kind, from, to }) => `${kind}: ${text.slice(from, to)}`);

/** The text once all that can be mended is, from the end to the beginning. */
function mended(text: string): string {
  let done = text;
  for (const { fix } of mistakesIn(text).reverse())
    if (fix?.goesOn === false) done = done.slice(0, fix.from) + fix.insert + done.slice(fix.to);
  return done;
}

describe('headings', () => {
  test('a level that is skipped is told once, and can be mended', () => {
    expect(told('# A\n\n### B\n\n### C\n')).toEqual(['skippedLevel: ### B']);
    expect(mended('# A\n\n### B\n')).toBe('# A\n\n## B\n');
  });

  test('a text may begin at any level and go back to any', () => {
    expect(told('## A\n\n### B\n\n#### C\n\n# D\n\nE\n---\n')).toEqual([]);
  });

  test('those of quotations and lists say nothing of the text', () => {
    expect(told('# A\n\n> ### B\n\n- #### C\n\n## D\n')).toEqual([]);
  });
});

describe('links within the text', () => {
  test('lead to headings by the names that the rendered text has', () => {
    expect(told('# A *b* c\n\n## A b c\n\n[1](#a-b-c) [2](#a-b-c-1) [3](#%61-b-c)\n')).toEqual([]);
    expect(told('# A\n\n[x](#b) and ![y](#c)\n\n[z]: #d\n')).toEqual([
      'noHeading: [x](#b)',
      'noHeading: ![y](#c)',
      'noHeading: [z]: #d',
    ]);
  });

  test('that differ in case and signs alone can be mended', () => {
    expect(mended('# Getting started\n\n[x](#Getting_Started) [y](#other)\n')).toBe(
      '# Getting started\n\n[x](#getting-started) [y](#other)\n',
    );
  });

  test('may lead to the top, to a note, and to what HTML names', () => {
    expect(
      told('[a](#) [b](#top) [c](#^1) [d](#e) [f](#g) [i](#j)\n\n<a id="e"></a>\n\n# H {#g}\n\n# <b>J</b>\n'),
    ).toEqual([]);
  });
});

describe('references', () => {
  test('need a definition, anywhere and in any case', () => {
    expect(told('[the docs][d], [more][E  f], ![it][g]\n\n> [D]: x\n\n[e f]: y\n')).toEqual(['noDefinition: ![it][g]']);
    expect(told('See [the docs][d].\n')).toEqual(['noDefinition: [the docs][d]']);
  });

  test('to notes need one too', () => {
    expect(told('One[^1], two[^b].\n\n[^1]: A note with words.\n')).toEqual(['noDefinition: [^b]']);
    expect(told('One[^1] and [two][^2].\n\n[^1]: Said.\n[^2]: Said too.\n')).toEqual([]);
  });

  test('are not what only looks like them', () => {
    expect(
      told(
        '[x] [ ] [c][] [text][, more] list[i][j] [1][2] call[i]() \\[one][two] [[Page]] [toc] [^a-z]+ and [^ ] too\n',
      ),
    ).toEqual([]);
  });
});

describe('addresses and descriptions', () => {
  test('that are empty are told, with their place', () => {
    const text = '[x]() and ![y](<>) and ![](z.png)\n';
    expect(told(text)).toEqual(['noAddress: [x]()', 'noAddress: ![y](<>)', 'noDescription: ![](z.png)']);
    expect(mistakesIn(text).map(({ fix }) => fix?.from)).toEqual([4, 15, 25]);
  });

  test('a picture within a link is looked at too', () => {
    expect(told('[![](p.png)](q)\n')).toEqual(['noDescription: ![](p.png)']);
  });
});

describe('code', () => {
  test('that is never closed is told at its first line', () => {
    expect(told('```js\na\n\n# b\n')).toEqual(['openCode: ```js']);
    expect(mended('~~~~\na')).toBe('~~~~\na\n~~~~\n');
    expect(mended('```\na\n')).toBe('```\na\n```\n');
    expect(told(mended('```\na'))).toEqual([]);
  });

  test('is closed by as many marks and more, within a list too', () => {
    expect(told('```\na\n````\n\n- ~~~\n  b\n  ~~~\n')).toEqual([]);
    expect(told('- ```\n  b\n- c\n')).toEqual(['openCode: ```']);
  });
});

describe('tables', () => {
  test('have rows as wide as their headers', () => {
    expect(told('| a | b |\n| - | - |\n| 1 | 2 |\n|  | x \\| y |\n| 1 |\n| 1 | 2 | 3 |\n')).toEqual([
      'cells: | 1 |',
      'cells: | 1 | 2 | 3 |',
    ]);
    expect(mended('| a | b | c |\n| - | - | - |\n| 1 |\n')).toBe('| a | b | c |\n| - | - | - |\n| 1 |  |  |\n');
  });

  test('need no bars at their edges', () => {
    expect(told('a | b\n- | -\n1 | 2\n')).toEqual([]);
    expect(told('> a | b\n> - | -\n> 1 | 2\n')).toEqual([]);
  });
});

test('what is no Markdown has no mistakes', () => {
  const wrong = '[x](#no) [yy][z] ![](p) [q]()';
  expect(
    told(
      [
        `---\ntitle: ${wrong}\n# a\n---\n\n# A`,
        `\`${wrong}\``,
        `\`\`\`\n### B\n${wrong}\n\`\`\``,
        `    ${wrong}`,
        `$${wrong}$`,
        `$$\n${wrong}\n$$`,
        `$$\na\n\n${wrong}\n$$`,
        `<div>\n${wrong}\n</div>`,
        `<!-- ${wrong} -->`,
        `a <!-- ${wrong} --> b <i title="${wrong}">`,
      ].join('\n\n'),
    ),
  ).toEqual([]);
});

test('where the tree ends before the text, what is last in it may go on', () => {
  const text = 'a\n\n[x](#no)\n\n```\nb\n';
  const whole = wholeParser.parse(text);
  expect(findMistakes(Text.of(text.split('\n')), whole).map(({ kind }) => kind)).toEqual(['noHeading', 'openCode']);
  const longer = Text.of(`${text}c\n\`\`\`\n`.split('\n'));
  expect(findMistakes(longer, whole).map(({ kind }) => kind)).toEqual(['noHeading']);
});

test('what is found a part at a time is what is found at once', () => {
  const text =
    '# A\n\nSee [x](#a), [y](#b) and ![](p) in\n### this.\n\n- [z][q]\n\n'.repeat(90) +
    '- more\n  [y](#b)\n'.repeat(900);
  const doc = Text.of(text.split('\n'));
  const tree = wholeParser.parse(text);
  const parted = new MistakeSearch(doc, tree);
  let times = 1;
  let found = parted.goOn(0, () => 1);
  for (; found === null; times++) found = parted.goOn(0, () => 1);
  expect(times).toBe(2);
  expect(found).toEqual(findMistakes(doc, tree));
  expect(found).toHaveLength(300);
});
