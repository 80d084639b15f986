const KEY = 'mdreader.announce-edits';

/** Whether others' edits near the cursor are read out; kept per device, and off unless asked for. */
export function announcesEdits(): boolean {
  try {
    return localStorage.getItem(KEY) === 'yes';
  } catch {
    return false;
  }
}

export function setAnnouncesEdits(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(KEY, 'yes');
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has it off.
  }
}
