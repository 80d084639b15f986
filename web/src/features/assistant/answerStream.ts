import { Problem } from '../../api/problem';

/** What a chat completion says piece by piece, from its server-sent events. Ends with `[DONE]`, else it was cut off. */
export async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  for await (const data of eventsOf(stream)) {
    if (data === '[DONE]') return;
    const said: unknown = JSON.parse(data);
    const refusal = errorOf(said);
    if (refusal !== null) throw refusal;
    const piece = contentOf(said);
    if (piece !== '') yield piece;
  }
  throw new Problem(502, 'assistant-failed', 'The answer broke off.');
}

/** The data of each event; one may come in several parts, and several in one. */
async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const events = rest.split(/\r?\n\r?\n/);
      rest = done ? '' : (events.pop() ?? '');
      for (const event of events) {
        const data = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
        if (data.length > 0) yield data.map((line) => line.slice('data:'.length).trimStart()).join('\n');
      }
      if (done) return;
    }
  } finally {
    // Whoever stops listening stops the model as well.
    await reader.cancel().catch(() => undefined);
  }
}

interface Completion {
  choices?: { delta?: { content?: unknown } }[];
  error?: { message?: unknown; code?: unknown };
}

function contentOf(said: unknown): string {
  const content = (said as Completion | null)?.choices?.[0]?.delta?.content;
  return typeof content === 'string' ? content : '';
}

/** Its status is sent long before, so a failure on the way comes as an event. */
function errorOf(said: unknown): Problem | null {
  const error = (said as Completion | null)?.error;
  if (error === undefined) return null;
  const { message, code } = error;
  return new Problem(
    502,
    typeof code === 'string' ? code : 'assistant-failed',
    typeof message === 'string' ? message : 'The model failed.',
  );
}
