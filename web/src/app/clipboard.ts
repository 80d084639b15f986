/** Puts a text onto the clipboard; false where the browser lets nobody. */
export async function toClipboard(text: string): Promise<boolean> {
  // Pages that came without TLS have none.
  const { clipboard } = navigator as { clipboard?: Clipboard };
  if (clipboard === undefined) return bySelection(text);
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    // Refused, or too long after the click: the old way needs no leave.
    return bySelection(text);
  }
}

function bySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'sr-only';
  field.style.whiteSpace = 'pre';
  // Beside what has the focus: a dialog takes it back from anywhere else.
  (focused?.parentElement ?? document.body).append(field);
  field.focus();
  field.select();
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Without TLS there is no other way.
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
