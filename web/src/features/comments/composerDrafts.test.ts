import { afterEach, expect, test } from 'vitest';
import { composerDraft, forgetComposerDrafts, keepComposerDraft } from './composerDrafts';

afterEach(() => sessionStorage.clear());

const DRAFT = { typed: 'not for everybody', mentioned: [] };

test('an unsent comment is its author’s, and nobody else’s in the same tab', () => {
  keepComposerDraft('ana', 'thread', DRAFT);
  expect(composerDraft('ana', 'thread')).toEqual(DRAFT);
  expect(composerDraft('ben', 'thread')).toBeNull();
});

test('a comment that was sent, or whose author has signed out, is gone', () => {
  keepComposerDraft('ana', 'one', DRAFT);
  keepComposerDraft('ana', 'two', DRAFT);
  keepComposerDraft('ben', 'two', DRAFT);
  keepComposerDraft('ana', 'one', null);
  expect(composerDraft('ana', 'one')).toBeNull();
  forgetComposerDrafts('ana');
  expect(composerDraft('ana', 'two')).toBeNull();
  expect(composerDraft('ben', 'two')).toEqual(DRAFT);
});
