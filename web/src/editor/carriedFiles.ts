/** The files of a clipboard whose content they are. A program that copies words adds a picture of them: there the words count. */
export function carriedFiles(data: Pick<DataTransfer, 'files' | 'getData'> | null): File[] {
  const files = [...(data?.files ?? [])];
  const text = data?.getData('text/plain').trim() ?? '';
  // File managers give the names beside the files.
  const names = files.map(({ name }) => name).join('\n');
  const isNames = text.replace(/\r\n?/g, '\n') === names;
  return text === '' || isNames ? files : [];
}

export const isImage = ({ type }: File) => type.startsWith('image/');
