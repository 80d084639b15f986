import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { open, pause, replica, settle, text, type } from '../testKit/liveServer';
import type { AccessChange } from './liveDocument';
import type { Merged } from './merged';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('typed text is called saved only after its acknowledgement', async () => {
  const { live, server } = await open();
  type(live, 'Hello');
  await pause(1_000);
  expect(live.save.get()).toEqual({ kind: 'saving' });
  server.commit();
  expect(server.text()).toBe('Hello');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('while the server is slow, only the save state changes, and nothing else that is shown', async () => {
  const { live } = await open();
  const before = live.view();
  const told: string[] = [];
  live.save.subscribe(() => told.push(live.save.get().kind));
  type(live, 'Hello');
  await pause(7_500);
  expect(told).toEqual(['editing', 'saving', 'local-fail']);
  expect(live.view()).toBe(before);
});

test('before the server has answered once, nothing is called saved', async () => {
  const { live } = await open({ commits: false });
  expect(live.save.get()).toEqual({ kind: 'opening' });
});

test('text typed without a line reaches the server when it is back', async () => {
  const { live, server } = await open();
  server.drop(1006);
  type(live, 'one');
  type(live, 'two');
  await pause(10);
  expect(live.save.get()).toEqual({ kind: 'local-fail' });
  await pause(20_000);
  server.commit();
  expect(server.text()).toBe('onetwo');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('who comes back after a while is told what met, and what others wrote meanwhile', async () => {
  const { live, server } = await open();
  type(live, 'Here: ');
  server.commit();
  const told: Merged[] = [];
  live.onMerged((merged) => told.push(merged));
  server.reachable = false;
  server.drop(1006);
  type(live, 'mine');
  server.type('theirs, ');
  await pause(20_000);
  server.reachable = true;
  await pause(60_000);
  expect(told).toHaveLength(1);
  expect(told[0]?.changes).toBe(1);
  expect(told[0]?.parts).toContainEqual({ kind: 'added', text: 'theirs, ' });
});

test('a line that breaks for a moment is no news', async () => {
  const { live, server } = await open();
  const told: Merged[] = [];
  live.onMerged((merged) => told.push(merged));
  type(live, 'mine');
  server.drop(1012);
  await pause(1_000);
  server.commit();
  expect(server.text()).toBe('mine');
  expect(told).toEqual([]);
});

test('what was sent but not committed when the server died is sent again, once', async () => {
  const { live, server } = await open();
  type(live, 'lost?');
  server.die();
  expect(server.text()).toBe('');
  await pause(20_000);
  server.commit();
  expect(server.text()).toBe('lost?');
});

test('others’ text arrives, and is nobody’s unsaved change here', async () => {
  const { live, server } = await open();
  server.type('from elsewhere');
  expect(text(live)).toBe('from elsewhere');
  await pause(1_000);
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('another epoch brings another text, and what was unsaved is offered instead of merged', async () => {
  const { live, server } = await open();
  type(live, 'old text');
  server.replace('new text');
  await pause(20_000);
  server.commit();
  expect(text(live)).toBe('new text');
  expect(server.text()).toBe('new text');
  const offered = { reason: 'epoch-changed' as const, epoch: 1, text: 'old text', changes: 1 };
  expect(live.view().leftovers).toEqual([offered]);
  for (const leftover of live.view().leftovers) live.discardLeftover(leftover);
  expect(live.view().leftovers).toEqual([]);
});

test('refused edits are offered to the person, and the server’s text is shown', async () => {
  const { live, server } = await open();
  type(live, 'not allowed');
  server.role = 'viewer';
  server.drop(4403);
  expect(live.view().replica, 'nobody can type into what was refused').toBeNull();
  await pause(20_000);
  expect(text(live)).toBe('');
  expect(live.save.get()).toEqual({ kind: 'read-only' });
  expect(live.view().leftovers).toEqual([{ reason: 'edits-refused', epoch: 1, text: 'not allowed', changes: 1 }]);
});

test('under an id that somebody else wrote under while the page was away nothing is called saved', async () => {
  const { live, server } = await open();
  const { clientID } = replica(live).doc;
  server.reachable = false;
  server.drop(1006);
  type(live, 'mine');
  server.write(clientID, 'theirs, and longer');
  server.reachable = true;
  await pause(60_000);
  server.commit();
  expect(live.view().leftovers).toEqual([{ reason: 'edits-refused', epoch: 1, text: 'mine', changes: 1 }]);
  expect(text(live)).toBe('theirs, and longer');
  expect(replica(live).doc.clientID).not.toBe(clientID);
  type(live, '.');
  server.commit();
  expect(server.text()).toBe('theirs, and longer.');
});

test('a role that is taken or given while the document is open is told, and once', async () => {
  const { live, server } = await open();
  const told: AccessChange[] = [];
  live.onAccess((change) => told.push(change));
  server.role = 'commenter';
  server.drop(4403);
  await pause(20_000);
  expect(told).toEqual([{ from: 'editor', to: 'commenter' }]);
  server.role = 'owner';
  server.drop(1012);
  await pause(20_000);
  server.drop(1006);
  await pause(20_000);
  expect(told).toEqual([
    { from: 'editor', to: 'commenter' },
    { from: 'commenter', to: 'owner' },
  ]);
  expect(live.view().replica?.canEdit).toBe(true);
});

const EARLIER = { epoch: 1, text: 'typed on the train', changes: 4 };

test('what was typed here before the right to write was taken is offered', async () => {
  const { live } = await open({ role: 'viewer', unsent: [EARLIER] });
  expect(live.view().replica?.canEdit).toBe(false);
  expect(live.view().leftovers).toEqual([{ ...EARLIER, reason: 'edits-refused' }]);
});

test('what was typed here into an earlier epoch is offered, and what this page sends isn’t', async () => {
  const { live } = await open({ epoch: 2, unsent: [EARLIER, { ...EARLIER, epoch: 2 }] });
  expect(live.view().leftovers).toEqual([{ ...EARLIER, reason: 'epoch-changed' }]);
});

test('whoever may write again has it sent, and is offered it no longer', async () => {
  const { live, server } = await open({ role: 'viewer', unsent: [EARLIER] });
  server.role = 'editor';
  server.drop(1012);
  await pause(1_000);
  expect(live.view().replica?.canEdit).toBe(true);
  expect(live.view().leftovers).toEqual([]);
});

test('whose access is taken is offered what wasn’t sent, of this page and of earlier', async () => {
  const { live, server } = await open({ epoch: 2, unsent: [EARLIER] });
  server.reachable = false;
  server.drop(1006);
  type(live, 'and here');
  await pause(20_000);
  server.gone = true;
  server.reachable = true;
  await pause(60_000);
  expect(live.view().ended).toBe('gone');
  expect(live.view().leftovers).toEqual([
    { ...EARLIER, reason: 'epoch-changed' },
    { reason: 'gone', epoch: 2, text: 'and here', changes: 1 },
  ]);
});

test('a document that is there again opens again', async () => {
  const { live, server } = await open();
  server.drop(4404);
  await settle();
  expect(live.view().ended).toBe('gone');
  live.stop();
  live.start();
  await settle();
  server.commit();
  expect(live.view().ended).toBeNull();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a document that is gone is not asked for again', async () => {
  const { live, server } = await open();
  server.drop(4404);
  await pause(60_000);
  expect(live.view().ended).toBe('gone');
  expect(server.sockets).toBe(1);
});

test('a used-up ticket is replaced by a new one', async () => {
  const { server } = await open();
  server.drop(4401);
  await pause(1_000);
  expect(server.tickets).toBe(2);
  expect(server.sockets).toBe(2);
});

test('a renewed token is handed to the server before the old one ends', async () => {
  const { server, renew } = await open();
  renew('fresh');
  expect(server.token).toBe('fresh');
});

test('a server that restarts is found again within half a second', async () => {
  const { live, server } = await open();
  server.drop(1012);
  await pause(500);
  expect(server.sockets).toBe(2);
  server.commit();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a server that sends everybody away again and again is asked less and less', async () => {
  const { server } = await open();
  const waits: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = server.sockets;
    server.drop(1012);
    let waited = 0;
    for (; server.sockets === before; waited += 50) await pause(50);
    waits.push(waited);
  }
  expect(waits[0]).toBeLessThanOrEqual(500);
  expect(waits[6]).toBeGreaterThanOrEqual(5_000);
  // Once it has been well for a while, the next restart is a restart.
  await pause(10_000);
  const before = server.sockets;
  server.drop(1012);
  await pause(500);
  expect(server.sockets).toBe(before + 1);
});

test('when the network returns, the wait ends at once', async () => {
  const { server, network } = await open();
  server.reachable = false;
  server.drop(1006);
  await pause(60_000);
  server.reachable = true;
  const before = server.sockets;
  network.dispatchEvent(new Event('online'));
  await settle();
  expect(server.sockets).toBe(before + 1);
});

test('a line that has silently died is noticed and replaced', async () => {
  const { live, server } = await open();
  server.loseSight();
  type(live, 'into the void');
  await pause(5_000);
  expect(live.save.get().kind).toBe('local-fail');
  await pause(11_000);
  server.commit();
  expect(server.text()).toBe('into the void');
});

test('while a change waits, a line that dies after it has answered once is noticed too', async () => {
  const { live, server } = await open();
  type(live, 'late');
  await pause(6_000);
  server.loseSight();
  await pause(25_000);
  server.commit();
  expect(server.sockets).toBe(2);
  expect(server.text()).toBe('late');
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a server that answers and takes its time is not given up', async () => {
  const { live, server } = await open();
  type(live, 'late');
  await pause(120_000);
  expect(server.sockets).toBe(1);
  server.commit();
  expect(live.save.get()).toEqual({ kind: 'saved' });
});

test('a frame that the server would refuse for its size travels as a step 2', async () => {
  const { live, server } = await open();
  const large = 'x'.repeat(1_200_000);
  type(live, large);
  await pause(1_000);
  server.commit();
  expect(server.sockets).toBe(2);
  expect(server.text()).toBe(large);
});

test('cursors are sent at most every 120 ms, and the last one always is', async () => {
  const { live, server } = await open();
  await pause(1_000);
  const before = server.awareness;
  for (let i = 0; i < 30; i++) live.view().replica?.awareness.setLocalStateField('cursor', i);
  await pause(119);
  expect(server.awareness - before).toBe(1);
  await pause(1);
  expect(server.awareness - before).toBe(2);
});
