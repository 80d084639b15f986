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
