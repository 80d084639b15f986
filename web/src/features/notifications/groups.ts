import type { Notification } from '../../api/types';

/** What happened in one document, or in a workspace where it is about no document. */
export interface Group {
  key: string;
  documentId: string | null;
  /** Of the document or the workspace. */
  name: string | null;
  isMuted: boolean;
  unread: Notification[];
  items: Notification[];
}

/**
 * The groups with something in front first, and in each of them what is in front; otherwise as they come, which is the
 * newest first.
 */
export function groupsOf(items: Notification[], isInFront: (item: Notification) => boolean): Group[] {
  const groups = new Map<string, Group>();
  for (const item of [...items.filter(isInFront), ...items.filter((other) => !isInFront(other))]) {
    const { documentId, workspaceId, title, workspace } = item;
    const key = documentId ?? workspaceId;
    const group = groups.get(key) ?? {
      key,
      documentId,
      name: documentId === null ? workspace : title,
      isMuted: false,
      unread: [],
      items: [],
    };
    group.items.push(item);
    if (item.readAt === null) group.unread.push(item);
    group.isMuted ||= item.muted === 'document';
    groups.set(key, group);
  }
  return [...groups.values()];
}
