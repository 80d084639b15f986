import type { MarkdownConfig } from '@lezer/markdown';
import { tags } from '@lezer/highlight';
import { mentionHere } from '../markdown/mentions';

const AT = 0x40;

/** `@[name](id)`, by the rule of `markdown/mentionRule.ts`: its id is no address, and its name no Markdown. */
export const mentionSyntax: MarkdownConfig = {
  defineNodes: [
    { name: 'Mention', style: tags.link },
    { name: 'MentionMark', style: tags.processingInstruction },
  ],
  parseInline: [
    {
      name: 'Mention',
      before: 'Link',
      parse(cx, next, pos) {
        const found = next === AT ? mentionHere(cx.slice(pos, cx.end), 0) : null;
        if (found === null) return -1;
        const [from, to] = ['@['.length, '@['.length + found.name.length];
        const marks = [cx.elt('MentionMark', pos + 1, pos + from), cx.elt('MentionMark', pos + to, pos + found.length)];
        return cx.addElement(cx.elt('Mention', pos, pos + found.length, marks));
      },
    },
  ],
};
