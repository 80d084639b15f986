import type { AttachedFiles } from './attachments';
import { CALLOUTS, type Callout } from './calloutRule';
import { hostOf, type FarPictures } from './farPictures';
import type { PreviewWords } from './preview';
import { showAttached } from './showAttached';

/**
 * What the worker's HTML only marks up becomes what a person uses: boxes that can be ticked, coloured code, formulas,
 * diagrams. The heavy parts are loaded by the first block that needs them.
 *
 * @param tick is told the line in the block, from 0; null where nobody may tick.
 */
export function enrich(
  block: HTMLElement,
  words: PreviewWords,
  tick: ((line: number) => void) | null,
  files: AttachedFiles | null,
  far: FarPictures | null,
): void {
  // What may scroll by itself has to be reachable by keyboard.
  for (const box of block.querySelectorAll<HTMLElement>('pre, table')) box.tabIndex = 0;
  for (const kind of CALLOUTS) titleCallouts(block, kind, words.callouts[kind]);
  for (const mark of block.querySelectorAll<HTMLElement>('.mdr-task, .mdr-task-done')) box(mark, words.task, tick);
  nameNotes(block, '.mdr-note-ref', words.note);
  nameNotes(block, '.mdr-note-back', words.noteBack);
  if (files !== null) showAttached(block, files);
  if (far !== null) offerFar(block, far, words);
  const diagrams = [...block.querySelectorAll('pre > code.language-mermaid')].map(({ parentElement }) => parentElement);
  const code = block.querySelectorAll('pre > code[class^="language-"]:not(.language-mermaid)');
  const formulas = block.querySelectorAll<HTMLElement>('.mdr-math, .mdr-math-block');
  if (code.length > 0) void import('./highlightCode').then(({ highlightCode }) => code.forEach(highlightCode));
  if (formulas.length > 0)
    void import('./renderMath').then(({ renderMath }) =>
      formulas.forEach((formula) => renderMath(formula, formula.className === 'mdr-math-block')),
    );
  if (diagrams.length > 0)
    void import('./diagram').then(({ showDiagram }) => {
      for (const diagram of diagrams) if (diagram !== null) void showDiagram(diagram, words);
    });
}

function offerFar(block: HTMLElement, far: FarPictures, words: PreviewWords): void {
  const found = [...block.querySelectorAll<HTMLAnchorElement>('.mdr-image-link')].flatMap((link) => {
    const address = link.getAttribute('href') ?? '';
    const host = hostOf(address);
    const description = link.textContent === address ? '' : link.textContent;
    return host === null ? [] : [{ link, picture: { address, host, description } }];
  });
  if (found.length > 0)
    void import('./farStand').then(({ standFor }) => {
      for (const { link, picture } of found) standFor(link, picture, far, words, () => undefined);
    });
}

/** A number alone says nothing to those who hear it among all links. */
function nameNotes(block: HTMLElement, links: string, word: string): void {
  for (const link of block.querySelectorAll(links))
    link.setAttribute('aria-label', word.replace('{number}', link.textContent));
}

function titleCallouts(block: HTMLElement, kind: Callout, word: string): void {
  for (const callout of block.querySelectorAll(`.mdr-callout-${kind}`)) {
    const title = document.createElement('p');
    title.className = 'mdr-callout-title';
    title.textContent = word;
    callout.prepend(title);
  }
}

/** Built here and not by the renderer: no form control of an author's ever passes the sanitiser. */
function box(mark: HTMLElement, label: string, tick: ((line: number) => void) | null): void {
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.className = 'mdr-task-box';
  input.checked = mark.className === 'mdr-task-done';
  input.setAttribute('aria-label', nameOf(mark) || label);
  input.disabled = tick === null;
  const line = Number(mark.dataset.line);
  // The text decides: the box changes when the text has.
  input.addEventListener('click', (event) => {
    event.preventDefault();
    tick?.(line);
  });
  mark.replaceWith(input);
}

const nameOf = (mark: HTMLElement): string => mark.parentElement?.textContent.trim() ?? '';
