import { forgetDeviceCopies } from '../../sync/deviceCopies';
import { forgetPictures } from '../../sync/keptPictures';
import { forgetDocuments } from '../../sync/knownDocuments';
import { forgetLooks } from '../../sync/looks';
import type { Me } from '../../api/types';
import { forgetComposerDrafts } from '../comments/composerDrafts';
import { letSleep } from '../notifications/push';

const KEY = 'mdreader.me';

/** Who was signed in here last: without a network, whose documents this device may show. It opens nothing elsewhere. */
export function rememberedMe(): Me | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return typeof kept === 'object' && kept !== null && 'id' in kept ? (kept as Me) : null;
  } catch {
    return null;
  }
}

export function rememberMe(me: Me): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(me));
  } catch {
    // Then the documents open with the server only.
  }
}

/** Nothing of the person stays but what they typed and no server has yet: it is sent when they come back. */
export async function forgetMe(): Promise<void> {
  const me = rememberedMe();
  if (me === null) return;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // It couldn't be written either.
  }
  forgetDocuments(me.id);
  forgetLooks(me.id);
  forgetComposerDrafts(me.id);
  await Promise.all([forgetDeviceCopies(me.id), forgetPictures(me.id)]);
  // What concerns them is nothing for whoever uses this browser next.
  await letSleep().catch(() => undefined);
}
