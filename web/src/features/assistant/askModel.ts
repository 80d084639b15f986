import { client } from '../../api/client';
import { readProblem } from '../../api/problem';
import { piecesOf } from './answerStream';
import type { Message } from './prompts';

interface Asked {
  messages: Message[];
  /** Null for the server's first. */
  model: string | null;
  /** Whose tokens are counted besides the person's; null where they are no member. */
  workspaceId: string | null;
}

/** The answer, piece by piece as it comes. Aborting it stops the model. */
export async function* askModel({ messages, model, workspaceId }: Asked, signal: AbortSignal): AsyncGenerator<string> {
  const { data, error, response } = await client.POST('/api/v1/ai/chat/completions', {
    params: { query: workspaceId === null ? {} : { workspace: workspaceId } },
    body: { messages, stream: true, ...(model !== null && { model }) },
    parseAs: 'stream',
    signal,
  });
  if (!response.ok) throw readProblem(response.status, error);
  if (data instanceof ReadableStream) yield* piecesOf(data);
}
