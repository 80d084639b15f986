import type { CommentsFile } from '../../api/types';

/** What a picked file says, or null: the server looks closely, this only whether it is of the kind. */
export function readCommentsFile(text: string): CommentsFile | null {
  try {
    const file: unknown = JSON.parse(text);
    return typeof file === 'object' && file !== null && 'format' in file && 'threads' in file
      ? (file as CommentsFile)
      : null;
  } catch {
    return null;
  }
}
