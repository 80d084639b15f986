import * as random from 'lib0/random';
import * as Y from 'yjs';
import { body, client } from '../../api/client';
import { Problem, UNREACHABLE } from '../../api/problem';
import type { Me } from '../../api/types';
import type { LiveDocument } from '../../sync/liveDocument';
import { localEntries, storedUpdates, type LocalEntry, type LocalMove } from '../../sync/localEntries';
import { openLive } from '../document/useLiveDocument';

/** Why a document stayed on the device though the server was there. */
export class NotMoved extends Error {
  readonly reason: 'refused' | 'gone';

  constructor(reason: 'refused' | 'gone') {
    super(`The document was not moved: ${reason}.`);
    this.name = 'NotMoved';
    this.reason = reason;
  }
}

const PATIENCE = 60_000;

/**
 * Moves a document of this browser to a server, with its history; there it is called `untitled` where it has no name here. It may be broken off anywhere and begun again: the
 * document is made once, its history is the same edits however often it is sent, and the copy on this device goes
 * last, after the server has said that it has everything.
 */
export async function moveDocument(entry: LocalEntry, workspaceId: string, me: Me, untitled: string): Promise<void> {
  const move = await begin(entry, workspaceId, me, untitled);
  const documentId = move.documentId ?? (await create(entry.id, move));
  const live = openLive(documentId, me, false);
  live.start();
  try {
    let pieces: Uint8Array[];
    do {
      pieces = await storedUpdates(entry.id);
      await handOver(live, Y.mergeUpdates(pieces));
      // What another tab has typed meanwhile goes along before the copy goes.
    } while (!(await localEntries.removeUnchanged(entry.id, pieces.length)));
  } catch (error) {
    // It was moved, and then deleted there: the next try makes another one.
    if (error instanceof NotMoved && error.reason === 'gone') await localEntries.forgetMove(entry.id);
    throw error;
  } finally {
    live.stop();
  }
}

async function begin(entry: LocalEntry, workspaceId: string, me: Me, untitled: string): Promise<LocalMove> {
  // One that was begun without a name made nothing.
  if (entry.move?.userId === me.id && entry.move.title !== '') return entry.move;
  const title = entry.title || untitled;
  const move = { userId: me.id, workspaceId, title, key: random.uuidv4(), documentId: null };
  await localEntries.change(entry.id, { move });
  return move;
}

async function create(entryId: string, move: LocalMove): Promise<string> {
  const { id } = await body(
    client.POST('/api/v1/workspaces/{workspace}/documents', {
      params: { path: { workspace: move.workspaceId }, header: { 'Idempotency-Key': move.key } },
      body: { title: move.title },
    }),
  );
  await localEntries.change(entryId, { move: { ...move, documentId: id } });
  return id;
}

/** Resolves when the server has committed every edit. */
function handOver(live: LiveDocument, history: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    let absorbed = false;
    const end = (settle: () => void) => {
      clearTimeout(patience);
      for (const stop of stops) stop();
      settle();
    };
    const patience = setTimeout(
      () => end(() => reject(new Problem(UNREACHABLE, 'unreachable', 'The server did not answer.'))),
      PATIENCE,
    );
    const look = () => {
      const { replica, ended, leftovers } = live.view();
      const isSaved = live.save.get().kind === 'saved';
      if (ended !== null) end(() => reject(new NotMoved('gone')));
      else if (leftovers.length > 0) end(() => reject(new NotMoved('refused')));
      else if (absorbed && isSaved) end(resolve);
      else if (!absorbed && replica !== null && isSaved) {
        absorbed = true;
        live.absorb(history);
      }
    };
    const stops = [live.subscribe(look), live.save.subscribe(look)];
    look();
  });
}
