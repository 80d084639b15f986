import type { Notification } from '../../api/types';

/** Where in the application it leads: to the thread or the suggestion, or to the document or the workspace by itself. */
export function placeOf({ event, documentId, workspaceId, subjectId, threadId }: Notification): string {
  if (documentId === null) return `/w/${workspaceId}`;
  const document = `/d/${documentId}`;
  if (threadId !== null) return `${document}?thread=${threadId}`;
  if (event === 'access-request') return `${document}?share`;
  return event.startsWith('suggestion') && subjectId !== null ? `${document}?suggestion=${subjectId}` : document;
}

/** Whether whoever has the document open sees what it tells of. A mention without a thread stands in the text. */
export function isSeen(item: Notification, documentId: string, activeThread: string | null): boolean {
  if (item.documentId !== documentId) return false;
  return item.threadId === null ? item.event === 'share' || item.event === 'mention' : item.threadId === activeThread;
}
