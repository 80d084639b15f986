/** As the server has it: no document's text is longer. */
export const LARGEST_TEXT = 2 * 1024 * 1024;
const BOM = '\uFEFF';

export interface FileFormat {
  bom: boolean;
  eol: '\n' | '\r\n';
}

export interface MarkdownText extends FileFormat {
  /** With "\n" only, as Y.Text knows it. */
  text: string;
}

export type Unreadable = 'too-large' | 'not-text';

/** The text of a file, or why it is none that can be edited. */
export function readMarkdown(bytes: ArrayBuffer): MarkdownText | Unreadable {
  if (bytes.byteLength > LARGEST_TEXT) return 'too-large';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'not-text';
  }
  if (text.includes('\0')) return 'not-text';
  const bom = text.startsWith(BOM);
  const ends = text.split('\n').length - 1;
  const windowsEnds = text.split('\r\n').length - 1;
  return {
    text: (bom ? text.slice(1) : text).replace(/\r\n?/g, '\n'),
    bom,
    eol: windowsEnds * 2 > ends ? '\r\n' : '\n',
  };
}

/** The file's content for a text: with the mark and the line ends that the file had. */
export function writeMarkdown(text: string, { bom, eol }: FileFormat): string {
  return (bom ? BOM : '') + (eol === '\n' ? text : text.replaceAll('\n', eol));
}

/** `notes.md` is about "notes". */
export const titleOfFile = (fileName: string) => fileName.replace(/\.(?:md|markdown|mdown|mkd|txt)$/i, '');

export const isMarkdownFile = (fileName: string) => /\.(?:md|markdown|mdown|mkd|txt)$/i.test(fileName);

/** A name that every file system takes. */
export function fileNameOf(title: string): string {
  const safe = title.replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, ' ').trim();
  return `${safe.replace(/\.+$/, '') || 'Untitled'}.md`;
}
