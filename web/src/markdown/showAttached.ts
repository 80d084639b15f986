import { attachmentOf, putPicture, type AttachedFiles } from './attachments';

/** Pictures of the document appear, and links to its other files hand them out: following the bare address has no right to. */
export function showAttached(block: HTMLElement, files: AttachedFiles): void {
  for (const link of block.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const id = attachmentOf(link.getAttribute('href') ?? '');
    if (id === null) continue;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void files.save(id);
    });
    if (link.className === 'mdr-attached') putPicture(link, id, link.textContent, files, () => undefined);
  }
}
