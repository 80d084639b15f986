const LINK_SCHEMES = new Set(['http', 'https', 'mailto', 'tel']);
const RASTER_IMAGE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,/i;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/** An allow-list: what isn't named here is shown as text. Addresses without a scheme stay on this site. */
export function mayLink(address: string): boolean {
  // Browsers skip control characters and blanks inside a scheme; so does this look at it.
  // eslint-disable-next-line no-control-regex
  const seen = address.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]/g, '');
  const scheme = SCHEME.exec(seen)?.[1];
  return scheme === undefined || LINK_SCHEMES.has(scheme.toLowerCase());
}

/** Only images that are part of the text: fetching any other would tell its host who reads. */
export const mayShowImage = (address: string) => RASTER_IMAGE.test(address);

/**
 * What a link leads to in this application: a `#` and the name of a heading, or the path of a document; null for all
 * that leads elsewhere, and for what is the server's.
 */
export function addressHere(address: string, here: string = location.href): string | null {
  if (address.startsWith('#')) return address.length > 1 ? address : null;
  if (!URL.canParse(address, here)) return null;
  const { origin, pathname, search, hash } = new URL(address, here);
  return origin === new URL(here).origin && pathname.startsWith('/d/') ? pathname + search + hash : null;
}
