import { useEffect, useState, useSyncExternalStore } from 'react';
import { LocalDocument, type LocalView } from '../../sync/localDocument';

/** A document of this browser, open while the component is on the page. */
export function useLocalDocument(id: string): LocalView {
  const [local] = useState(() => new LocalDocument(id, () => performance.now()));
  const view = useSyncExternalStore(local.subscribe, local.view);
  useEffect(() => {
    local.start();
    return () => local.stop();
  }, [local]);
  return view;
}
