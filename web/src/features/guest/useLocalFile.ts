import { useEffect, useState } from 'react';
import type { LocalEntry } from '../../sync/localEntries';
import { localEntries } from '../../sync/localEntries';
import { LocalFile, type FileState } from '../../sync/localFile';
import type { Replica } from '../../sync/replica';

export interface OpenFile {
  file: LocalFile;
  state: FileState;
}

/** The file that the document belongs to, kept the same as long as both are open; null without one. */
export function useLocalFile(entry: LocalEntry | undefined, replica: Replica | null): OpenFile | null {
  const [open, setOpen] = useState<OpenFile | null>(null);
  const id = entry?.id;
  const name = entry?.file?.handle.name;
  useEffect(() => {
    const link = id === undefined ? undefined : localEntries.find(id)?.file;
    if (id === undefined || link === undefined || replica === null) return;
    const file = new LocalFile(
      link,
      replica,
      (moved) => void localEntries.change(id, { file: moved }),
      () => setOpen({ file, state: file.state }),
    );
    file.start();
    return () => {
      file.stop();
      setOpen(null);
    };
    // Every reading of the list gives a handle object of its own; the name tells one file from another here.
  }, [id, name, replica]);
  return open;
}
