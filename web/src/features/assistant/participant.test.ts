// @vitest-environment node
import { expect, test } from 'vitest';
import { Draft } from '../../sync/draft';
import { Replica } from '../../sync/replica';
import { placeIn } from './participant';

const KEY = { userId: 'ana', documentId: 'plan', epoch: 1 };

test('in a draft the assistant is shown where the others have the same words', async () => {
  const replica = new Replica(KEY, true, null);
  replica.text.insert(0, 'The tent is red.');
  const draft = new Draft({ ...KEY, isDraft: true }, replica, () => undefined);
  await draft.load();
  draft.text.insert(0, 'Look! ');
  draft.text.insert(18, 'really ');
  const shown = (words: string) => {
    const from = draft.text.toJSON().indexOf(words);
    const { from: start, to: end } = placeIn(draft, { from, to: from + words.length });
    return replica.text.toJSON().slice(start, end);
  };
  expect(shown('tent')).toBe('tent');
  expect(shown('is really red')).toBe('is red');
  expect(shown('Look!')).toBe('');
  expect(placeIn(replica, { from: 4, to: 8 })).toEqual({ from: 4, to: 8 });
  draft.close();
  replica.close();
});
