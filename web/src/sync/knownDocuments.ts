import type { DocumentInfo, Role } from '../api/types';

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
  if (known !== null) keep(userId, { ...known, epoch, role });
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
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([known, ...others].slice(0, MOST)));
  } catch {
    // Without it the document opens with the server only.
  }
}
