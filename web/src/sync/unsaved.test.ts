import { expect, test } from 'vitest';
import { Unsaved } from './unsaved';

/** A socket whose step 2 has been sent and committed. */
function connected(): Unsaved {
  const unsaved = new Unsaved();
  unsaved.connected(0);
  unsaved.sent(0);
  unsaved.committed(1);
  return unsaved;
}

function type(unsaved: Unsaved, at: number): void {
  unsaved.changed(at);
  unsaved.sent(at);
}

test('a change is unsaved until the count covers its message', () => {
  const unsaved = connected();
  type(unsaved, 10);
  type(unsaved, 20);
  expect(unsaved.changes).toBe(2);
  unsaved.committed(2);
  expect(unsaved.changes).toBe(1);
  unsaved.committed(3);
  expect(unsaved.changes).toBe(0);
});

test('nothing is acknowledged before the step 2 is', () => {
  const unsaved = new Unsaved();
  unsaved.connected(0);
  expect(unsaved.acknowledged).toBe(false);
  unsaved.sent(0);
  unsaved.committed(0);
  expect(unsaved.acknowledged).toBe(false);
  unsaved.committed(1);
  expect(unsaved.acknowledged).toBe(true);
});

test('what was sent and not acknowledged is unsaved again when the line breaks', () => {
  const unsaved = connected();
  type(unsaved, 10);
  unsaved.disconnected();
  unsaved.changed(20);
  expect(unsaved.changes).toBe(2);
  expect(unsaved.acknowledged).toBe(false);
});

test('one step 2 covers everything that was typed without a line', () => {
  const unsaved = connected();
  unsaved.disconnected();
  unsaved.changed(10);
  unsaved.changed(20);
  unsaved.connected(30);
  unsaved.sent(40);
  expect(unsaved.changes).toBe(2);
  unsaved.committed(1);
  expect(unsaved.changes).toBe(0);
});

test('a count of the socket before says nothing about this one', () => {
  const unsaved = connected();
  type(unsaved, 10);
  type(unsaved, 20);
  unsaved.disconnected();
  unsaved.connected(30);
  unsaved.committed(3);
  expect(unsaved.changes).toBe(2);
});

test('a count larger than what was sent covers nothing that is sent later', () => {
  const unsaved = connected();
  unsaved.committed(99);
  type(unsaved, 10);
  unsaved.committed(1);
  expect(unsaved.changes).toBe(1);
});

test('what an earlier page load left counts until the step 2 is committed', () => {
  const unsaved = new Unsaved(5);
  unsaved.connected(0);
  unsaved.sent(0);
  expect(unsaved.changes).toBe(5);
  unsaved.committed(1);
  expect(unsaved.changes).toBe(0);
});

test('the server owes an answer since the oldest change was sent, or since the line is back', () => {
  const unsaved = connected();
  expect(unsaved.since).toBeNull();
  type(unsaved, 10);
  type(unsaved, 20);
  expect(unsaved.since).toBe(10);
  unsaved.disconnected();
  expect(unsaved.since).toBeNull();
  unsaved.connected(60_000);
  expect(unsaved.since).toBe(60_000);
});
