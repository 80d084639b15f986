const ADDRESS = /^\/api\/v1\/attachments\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** The id in an address by which a text names one of its files; null for any other address. */
export function attachmentOf(address: string): string | null {
  return ADDRESS.exec(address)?.[1]?.toLowerCase() ?? null;
}

/** The one that stays: it leads to the bytes for whoever may read the document. */
export const attachmentAddress = (id: string) => `/api/v1/attachments/${id}`;

/** The files of documents. They are only handed out to who may read them, so no address of theirs can be put into an `<img>`. */
export interface AttachedFiles {
  /** Where the picture is on this page, if it is here already. */
  here: (id: string) => string | null;
  /** Fetches it; null when it can't be had, or is no picture. */
  picture: (id: string) => Promise<string | null>;
  /** A small one of it; null when it can't be had, or there is none. */
  thumbnail: (id: string) => Promise<string | null>;
  /** Hands it to the person as a file. */
  save: (id: string) => Promise<void>;
}

/** Puts the picture of an attachment into the place of `stand`, at once where it is here already. */
export function putPicture(stand: HTMLElement, id: string, description: string, files: AttachedFiles, put: () => void) {
  const show = (address: string | null) => {
    if (address === null) return;
    const image = document.createElement('img');
    image.className = 'mdr-picture';
    image.alt = description;
    // Dropped into the text it would be uploaded anew.
    image.draggable = false;
    image.addEventListener('load', put);
    image.src = address;
    stand.replaceWith(image);
  };
  const here = files.here(id);
  if (here !== null) show(here);
  else void files.picture(id).then(show);
}
