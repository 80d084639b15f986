/**
 * Pictures on other servers that a text names. Nothing of them is fetched until somebody asks: whoever fetches one tells its
 * server that somebody reads.
 */
export interface FarPictures {
  /** Whether somebody has asked for those of this host, in this document and on this device. */
  isShown: (host: string) => boolean;
  /** Somebody asks for them. */
  show: (host: string) => void;
  /** Where the picture is on this page, if it is here already. */
  here: (address: string) => string | null;
  /** Has it fetched; null when it can't be had. */
  picture: (address: string) => Promise<string | null>;
}

export interface FarPicture {
  address: string;
  host: string;
  description: string;
}

export interface FarWords {
  /** With a `{host}`. */
  showFrom: string;
  pictureFailed: string;
}

/** Whose server a picture would have to be fetched from; null where the address leads to none, or has a password in it. */
export function hostOf(address: string): string | null {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  const { host, username, password } = new URL(address);
  return username === '' && password === '' ? host : null;
}
