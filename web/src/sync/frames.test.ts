import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import { awarenessFrame, readFrame, renewalFrame, step1Frame, step2Frame, updateFrame } from './frames';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('what is written is read again', () => {
  expect(readFrame(step1Frame(bytes(0)))).toEqual({ kind: 'step1', stateVector: bytes(0) });
  expect(readFrame(step2Frame(bytes(0, 0)))).toEqual({ kind: 'step2', update: bytes(0, 0) });
  expect(readFrame(updateFrame(bytes(1, 2)))).toEqual({ kind: 'update', update: bytes(1, 2) });
  expect(readFrame(awarenessFrame(bytes(3)))).toEqual({ kind: 'awareness', update: bytes(3) });
});

test('an update has the bytes of the y-websocket protocol', () => {
  expect(updateFrame(bytes(7, 8))).toEqual(bytes(0, 2, 2, 7, 8));
});

test('a renewal carries the token as a string', () => {
  expect(renewalFrame('abc')).toEqual(bytes(101, 3, 97, 98, 99));
});

test('an acknowledgement carries epoch, sequence and count', () => {
  const encoder = encoding.createEncoder();
  for (const number of [100, 3, 70_000, 300]) encoding.writeVarUint(encoder, number);
  expect(readFrame(encoding.toUint8Array(encoder))).toEqual({ kind: 'committed', epoch: 3, seq: 70_000, count: 300 });
});

test.each([101, 102, 9_999])('message type %i is tolerated', (type) => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  encoding.writeVarString(encoder, '{}');
  expect(readFrame(encoding.toUint8Array(encoder))).toEqual({ kind: 'other', type });
});

test.each([[], [0], [0, 0, 5, 1], [0, 9, 0], [100, 1]])(
  'a frame cut short or unknown within is refused: %j',
  (...values) => {
    expect(() => readFrame(bytes(...values))).toThrow();
  },
);

test('an event says what has happened beside the text', () => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 102);
  encoding.writeVarString(encoder, '{"type":"comments","threadId":"x"}');
  expect(readFrame(encoding.toUint8Array(encoder))).toEqual({ kind: 'event', event: { type: 'comments' } });
});
