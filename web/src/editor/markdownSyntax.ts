import { markdownLanguage, pasteURLAsLink } from '@codemirror/lang-markdown';
import { Language, LanguageSupport } from '@codemirror/language';
import type { MarkdownConfig, MarkdownParser } from '@lezer/markdown';
import { BlockwiseParser } from './blockwiseParser';
import { mathSyntax } from './mathSyntax';
import { mentionSyntax } from './mentionSyntax';

interface Extendable {
  configure: (extensions: MarkdownConfig[]) => MarkdownParser;
}

// Typed as any language's parser; Markdown's can be extended.
export const wholeParser = (markdownLanguage.parser as unknown as Extendable).configure([mathSyntax, mentionSyntax]);

/**
 * Markdown with formulas and mentions, as the editor parses it. The package's own `markdown()` would bring the parsers of HTML, CSS
 * and JavaScript along, and offer tags to complete: here HTML is text.
 */
export const markdownSyntax = new LanguageSupport(
  new Language(markdownLanguage.data, new BlockwiseParser(wholeParser), [], 'markdown'),
  [pasteURLAsLink],
);
