import './prose.css';
import type { AttachedFiles } from './attachments';
import { enrich } from './enrich';
import type { FarPictures } from './farPictures';
import { createParser } from './parser';
import type { PreviewWords } from './preview';
import { sanitize } from './sanitize';

const parser = createParser();

/** One block of a text, as the preview shows it. What it refers to elsewhere in the text isn't known here. */
export function renderBlock(
  source: string,
  words: PreviewWords,
  files: AttachedFiles | null,
  far: FarPictures | null,
): HTMLElement {
  const block = document.createElement('div');
  block.className = 'mdr-block';
  block.replaceChildren(sanitize(parser.render(source)));
  enrich(block, words, null, files, far);
  return block;
}
