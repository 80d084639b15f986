import { useEffect, useState } from 'react';
import type { LocalEntry } from '../../sync/localEntries';
import { localEntries } from '../../sync/localEntries';
import { LocalFile, type FileState } from '../../sync/localFile';
import type { Replica } from '../../sync/replica';

export interface OpenFile {
  file: LocalFile;
  state: FileState;
}

/** The last writing of files whose documents were closed: opened again, a document waits for it. */
const closing = new Map<string, Promise<void>>();

/** The file that the document belongs to, kept the same as long as both are open; null without one. */
export function useLocalFile(entry: LocalEntry | undefined, replica: Replica | null): OpenFile | null {
  const [open, setOpen] = useState<OpenFile | null>(null);
  const id = entry?.id;
  const name = entry?.file?.handle.name;
  useEffect(() => {
    if (id === undefined || name === undefined || replica === null) return;
    let file: LocalFile | null = null;
    let left = false;
    const begin = () => {
      const link = localEntries.find(id)?.file;
      if (left || link === undefined) return;
      const opened = new LocalFile(
        link,
        replica,
        (moved) => localEntries.change(id, { file: moved }),
        () => setOpen({ file: opened, state: opened.state }),
      );
      file = opened;
      opened.start();
    };
    void (closing.get(id) ?? Promise.resolve()).then(begin);
    return () => {
      left = true;
      setOpen(null);
      if (file === null) return;
      const last = file.stop().finally(() => closing.delete(id));
      closing.set(id, last);
    };
    // Every reading of the list gives a handle object of its own; the name tells one file from another here.
  }, [id, name, replica]);
  return open;
}
