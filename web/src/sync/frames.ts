import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { field } from './people';

/** What the socket says to us. Numbers on the wire are those of y-websocket, and from 100 on MDReader's own. */

/** Only a hint: what has changed is asked by REST, where the right to see it is looked at. */
export interface LiveEvent {
  type: string;
}

export type Frame =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2'; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; update: Uint8Array }
  | { kind: 'awareness-wanted' }
  | { kind: 'denied'; reason: string }
  | { kind: 'committed'; epoch: number; seq: number; count: number }
  /** A hint that something happened beside the text; `type` says what. */
  | { kind: 'event'; event: LiveEvent }
  /** A type that this version doesn't know: newer servers may say more. */
  | { kind: 'other'; type: number };

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const COMMITTED = 100;
const RENEWAL = 101;
const EVENT = 102;

const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;

/** Throws on a frame that is cut short; the caller closes the socket. */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes);
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case SYNC:
      return readSync(decoder);
    case AWARENESS:
      return { kind: 'awareness', update: decoding.readVarUint8Array(decoder) };
    case AUTH:
      decoding.readVarUint(decoder);
      return { kind: 'denied', reason: decoding.readVarString(decoder) };
    case QUERY_AWARENESS:
      return { kind: 'awareness-wanted' };
    case COMMITTED:
      return {
        kind: 'committed',
        epoch: decoding.readVarUint(decoder),
        seq: decoding.readVarUint(decoder),
        count: decoding.readVarUint(decoder),
      };
    case EVENT:
      return readEvent(decoding.readVarString(decoder));
    default:
      return { kind: 'other', type };
  }
}

function readEvent(json: string): Frame {
  const type = field(JSON.parse(json), 'type');
  return typeof type === 'string' ? { kind: 'event', event: { type } } : { kind: 'other', type: EVENT };
}

function readSync(decoder: decoding.Decoder): Frame {
  const step = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  switch (step) {
    case STEP1:
      return { kind: 'step1', stateVector: payload };
    case STEP2:
      return { kind: 'step2', update: payload };
    case UPDATE:
      return { kind: 'update', update: payload };
    default:
      throw new Error(`The server sent the unknown sync step ${step}.`);
  }
}

export const step1Frame = (stateVector: Uint8Array) => frame(stateVector, SYNC, STEP1);
export const step2Frame = (update: Uint8Array) => frame(update, SYNC, STEP2);
export const updateFrame = (update: Uint8Array) => frame(update, SYNC, UPDATE);
export const awarenessFrame = (update: Uint8Array) => frame(update, AWARENESS);

/** A fresh access token, so that the socket doesn't end with the one it was opened by. */
export function renewalFrame(token: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, RENEWAL);
  encoding.writeVarString(encoder, token);
  return encoding.toUint8Array(encoder);
}

function frame(payload: Uint8Array, ...types: number[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const type of types) encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}
