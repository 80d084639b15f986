import { expect, test } from 'vitest';
import { eventsIn } from './workspaceStream';

test('a stream falls into messages wherever it was cut', () => {
  const stream = 'event: changes\ndata: {"id":null}\n\nevent: notifications\ndata: {"unread":2}\n\n: alive\n\n';
  for (let cut = 0; cut <= stream.length; cut++) {
    const first = eventsIn(stream.slice(0, cut));
    const second = eventsIn(first.rest + stream.slice(cut));
    expect([...first.events, ...second.events]).toEqual(['changes', 'notifications']);
    expect(second.rest).toBe('');
  }
});
