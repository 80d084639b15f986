import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { databaseName, keyOf } from './deviceCopies';
import { ROOT_TEXT } from './replica';
import { suggestsSomething } from './unsentHere';

function document(text: string): Y.Doc {
  const doc = new Y.Doc();
  doc.getText(ROOT_TEXT).insert(0, text);
  return doc;
}

function forkOf(doc: Y.Doc, change: (text: Y.Text) => void): Y.Doc {
  const fork = new Y.Doc();
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(doc));
  change(fork.getText(ROOT_TEXT));
  return fork;
}

const updates = (doc: Y.Doc) => [Y.encodeStateAsUpdate(doc)];

test('a draft in which something was written or deleted suggests something', () => {
  const plan = document('Lettuce and beans.');
  expect(suggestsSomething(updates(forkOf(plan, (text) => text.insert(0, 'Peas, '))), updates(plan))).toBe(true);
  expect(suggestsSomething(updates(forkOf(plan, (text) => text.delete(0, 7))), updates(plan))).toBe(true);
});

test('a draft that is only opened, or behind the document, suggests nothing', () => {
  const plan = document('Lettuce and beans.');
  const draft = forkOf(plan, () => undefined);
  expect(suggestsSomething(updates(draft), updates(plan))).toBe(false);
  plan.getText(ROOT_TEXT).insert(0, 'Peas, ');
  expect(suggestsSomething(updates(draft), updates(plan))).toBe(false);
});

test('without the document nobody can tell', () => {
  expect(suggestsSomething(updates(document('x')), [])).toBe(false);
});

test('copies are told apart by their names, and others’ are left alone', () => {
  for (const which of [{}, { isDraft: true }, { isReading: true }]) {
    const key = { userId: 'ana', documentId: 'plan', epoch: 3, isDraft: false, isReading: false, ...which };
    expect(keyOf(databaseName(key), 'ana')).toEqual(key);
    expect(keyOf(databaseName(key), 'ben')).toBeNull();
  }
  expect(keyOf('mdreader-local', 'ana')).toBeNull();
});
