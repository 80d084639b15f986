import markdownIt, { type MarkdownIt } from 'markdown-it';
import { attachmentOf } from './attachments';
import { callouts } from './calloutRule';
import { contents } from './contentsRule';
import { footnotes } from './footnoteRule';
import { frontMatter } from './frontMatterRule';
import { mayLink, mayShowImage } from './links';
import { math } from './mathRule';
import { mentions } from './mentionRule';
import { tasks } from './taskRule';

/** Markdown as this product reads it: CommonMark with tables, task lists, callouts, formulas, notes, mentions and bare links; HTML is text. */
export function createParser(): MarkdownIt {
  const parser = markdownIt({ html: false, linkify: true, typographer: false });
  // "README.md" is a file here, not a host in Moldova.
  parser.linkify.set({ fuzzyLink: false });
  parser.validateLink = (address) => mayLink(address) || mayShowImage(address);

  for (const extend of [frontMatter, math, callouts, tasks, footnotes, contents, mentions]) extend(parser);

  const { rules } = parser.renderer;
  rules.link_open = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    if (token === undefined) return '';
    if (!mayLink(String(token.attrGet('href') ?? ''))) token.attrSet('href', '#');
    token.attrSet('rel', 'noopener noreferrer nofollow');
    // Within the document, and to others here, one goes in the same tab.
    if (!/^(?:#|\/d\/)/.test(String(token.attrGet('href') ?? ''))) token.attrSet('target', '_blank');
    return self.renderToken(tokens, index, options);
  };
  rules.image = (tokens, index) => {
    const token = tokens[index];
    return token === undefined ? '' : image(parser, String(token.attrGet('src') ?? ''), token.content);
  };
  for (const cell of ['th_open', 'td_open']) {
    rules[cell] = (tokens, index, options, _env, self) => {
      const token = tokens[index];
      if (token === undefined) return '';
      // The content security policy drops style attributes, so alignment is said in another way.
      const align = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1];
      token.attrs = align === undefined ? null : [['align', align]];
      return self.renderToken(tokens, index, options);
    };
  }
  return parser;
}

/** An image from elsewhere becomes a link that the reader may follow; one of the document's is fetched by who shows it. */
function image(parser: MarkdownIt, address: string, description: string): string {
  const { escapeHtml } = parser.utils;
  if (mayShowImage(address)) return `<img src="${escapeHtml(address)}" alt="${escapeHtml(description)}">`;
  const label = escapeHtml(description || address);
  if (!mayLink(address)) return label;
  const href = escapeHtml(address);
  const className = attachmentOf(address) === null ? 'mdr-image-link' : 'mdr-attached';
  return `<a class="${className}" href="${href}" rel="noopener noreferrer nofollow" target="_blank">${label}</a>`;
}
