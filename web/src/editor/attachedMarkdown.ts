/** A file that the server has. */
export interface Sent {
  address: string;
  /** The server has looked: it may be shown in a page. */
  isPicture: boolean;
}

/** How a text names a file: a picture is shown, any other file is linked. */
export function attachedMarkdown(name: string, { address, isPicture }: Sent): string {
  const label = name.replace(/[\\[\]`<]/g, '\\$&').replace(/\s+/g, ' ');
  return `${isPicture ? '!' : ''}[${label}](${address})`;
}
