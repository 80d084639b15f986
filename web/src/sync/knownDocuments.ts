import type { DocumentInfo, Role } from '../api/types';
import { forgetDeviceCopy } from './deviceCopies';
import { mayEdit } from './ticket';

/** What this device has to know of a document to open it without a server; its text is in the device's copy. */
export interface KnownDocument {
  info: DocumentInfo;
  epoch: number | null;
  role: Role | null;
}

const MOST = 200;
const keyOf = (userId: string) => `mdreader.known/${userId}`;

/** The documents that this person opened on this device, the last one first. */
export function knownDocuments(userId: string): KnownDocument[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? (kept as KnownDocument[]) : [];
  } catch {
    return [];
  }
}

export const knownDocument = (userId: string, documentId: string): KnownDocument | null =>
  knownDocuments(userId).find(({ info }) => info.id === documentId) ?? null;

export function rememberInfo(userId: string, info: DocumentInfo): void {
  const { epoch, role } = knownDocument(userId, info.id) ?? { epoch: null, role: null };
  keep(userId, { info, epoch, role });
}

export function rememberRole(userId: string, documentId: string, epoch: number, role: Role): void {
  const known = knownDocument(userId, documentId);
  if (known === null) return;
  // What was read in another epoch is another text.
  if (known.epoch !== null && known.epoch !== epoch)
    forgetDeviceCopy({ userId, documentId, epoch: known.epoch, isReading: true });
  keep(userId, { ...known, epoch, role });
}

/** It is gone, or for others only: this device neither lists it nor keeps what was read of it. What was written stays. */
export function forgetDocument(userId: string, documentId: string): void {
  const known = knownDocument(userId, documentId);
  if (known === null || (known.role !== null && mayEdit(known.role))) return;
  if (known.epoch !== null) forgetDeviceCopy({ userId, documentId, epoch: known.epoch, isReading: true });
  store(
    userId,
    knownDocuments(userId).filter(({ info }) => info.id !== documentId),
  );
}

export function forgetDocuments(userId: string): void {
  try {
    localStorage.removeItem(keyOf(userId));
  } catch {
    // Then there was nothing.
  }
}

function keep(userId: string, known: KnownDocument): void {
  const others = knownDocuments(userId).filter(({ info }) => info.id !== known.info.id);
  const all = [known, ...others];
  for (const { info, epoch } of all.slice(MOST))
    if (epoch !== null) forgetDeviceCopy({ userId, documentId: info.id, epoch, isReading: true });
  store(userId, all.slice(0, MOST));
}

function store(userId: string, documents: KnownDocument[]): void {
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(documents));
  } catch {
    // Without it the document opens with the server only.
  }
}
