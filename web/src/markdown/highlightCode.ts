import hljs from 'highlight.js/lib/common';
import { sanitize } from './sanitize';

const LARGEST = 50_000;

/** Colours a block of code in place; a language that isn't known leaves it as it is. */
export function highlightCode(code: Element): void {
  const language = /language-(\S+)/.exec(code.className)?.[1]?.toLowerCase();
  const text = code.textContent;
  if (language === undefined || hljs.getLanguage(language) === undefined || text.length > LARGEST) return;
  code.replaceChildren(sanitize(hljs.highlight(text, { language, ignoreIllegals: true }).value));
}
