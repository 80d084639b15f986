/** Gives the person the text as a file. */
export function download(fileName: string, text: string, type = 'text/markdown'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
