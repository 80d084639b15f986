import { HighlightStyle } from '@codemirror/language';
import { tags } from '@lezer/highlight';

const heading = { fontWeight: '650', color: 'var(--text)' };

/** Marks step back, what they mean comes forward; all colours are tokens, so both themes are served. */
export const markdownStyle = HighlightStyle.define([
  { tag: tags.heading1, ...heading, fontSize: '1.45em' },
  { tag: tags.heading2, ...heading, fontSize: '1.25em' },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], ...heading, fontSize: '1.08em' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent-text)' },
  { tag: tags.monospace, color: 'var(--code)' },
  { tag: tags.quote, color: 'var(--muted)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: 'var(--muted)' },
]);
