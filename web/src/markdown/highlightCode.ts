import './syntax.css';
import hljs from 'highlight.js/lib/common';
import { sanitize } from './sanitize';

const LARGEST = 50_000;

/** Colours a block of code in place; a language that isn't known leaves it as it is. */
export function highlightCode(code: Element): void {
  const language = /language-(\S+)/.exec(code.className)?.[1];
  const coloured = language === undefined ? null : colours(code.textContent, language);
  if (coloured !== null) code.replaceChildren(coloured);
}

/** A stretch of a code that has a colour; counted from the beginning of the code. */
export interface ColouredPart {
  from: number;
  to: number;
  className: string;
}

/** The same for who dresses the code where it stands, such as an editor: from outside to inside. */
export function colouredParts(text: string, language: string): ColouredPart[] {
  const coloured = colours(text, language);
  const parts: ColouredPart[] = [];
  let at = 0;
  const visit = (node: Node) => {
    if (node instanceof Text) {
      at += node.length;
      return;
    }
    const part = { from: at, to: at, className: node instanceof Element ? node.className : '' };
    if (part.className !== '') parts.push(part);
    node.childNodes.forEach(visit);
    part.to = at;
  };
  if (coloured !== null) visit(coloured);
  return parts;
}

function colours(text: string, language: string): DocumentFragment | null {
  const known = language.toLowerCase();
  if (hljs.getLanguage(known) === undefined || text.length > LARGEST) return null;
  return sanitize(hljs.highlight(text, { language: known, ignoreIllegals: true }).value);
}
