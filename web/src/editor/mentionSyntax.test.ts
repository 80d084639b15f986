import { expect, test } from 'vitest';
import { markdownSyntax } from './markdownSyntax';

const BEN = '@[Ben *O*](0198c0de-0000-7000-8000-000000000001)';

/** The nodes that are asked for, each as the text it covers. */
function found(text: string, ...names: string[]): string[] {
  const nodes: string[] = [];
  markdownSyntax.language.parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (names.includes(name)) nodes.push(text.slice(from, to));
    },
  });
  return nodes;
}

test.each([
  [`Ask ${BEN}.`, [BEN]],
  [`- ${BEN}${BEN}`, [BEN, BEN]],
  [`| a |\n|---|\n| ${BEN} |`, [BEN]],
  [`\`${BEN}\``, []],
  [`\\${BEN}`, []],
  [`\`\`\`\n${BEN}\n\`\`\``, []],
  ['@[Ben](ben.md)', []],
])('%j mentions %j', (text, mentions) => {
  expect(found(text, 'Mention')).toEqual(mentions);
});

test('nothing in a mention is a link, an address or a mark', () => {
  expect(found(BEN, 'Link', 'URL', 'Emphasis')).toEqual([]);
  expect(found(BEN, 'MentionMark')).toEqual(['[', '](0198c0de-0000-7000-8000-000000000001)']);
});
