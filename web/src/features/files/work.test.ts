import { expect, test } from 'vitest';
import { Problem, UNREACHABLE } from '../../api/problem';
import type { Job } from '../../api/types';
import { Work } from './work';

const job = (status: string, done = 0): Job => ({
  id: 'j',
  workspaceId: 'w',
  kind: 'import',
  status,
  done,
  total: 3,
  createdAt: '',
  finishedAt: null,
});

/** Work about which the server says these things, one after another; and everything that it showed. */
function follow(...answers: (Job | Error)[]) {
  const work = new Work(
    () => {
      const next = answers.shift();
      return next instanceof Error || next === undefined
        ? Promise.reject(next ?? new Error('asked too often'))
        : Promise.resolve(next);
    },
    () => Promise.resolve(),
  );
  const shown: string[] = [];
  work.subscribe(() => {
    const state = work.state();
    shown.push(state.kind === 'working' ? `working ${state.job.done}` : state.kind);
  });
  return { work, shown };
}

test('work is followed until it is done', async () => {
  const { work, shown } = follow(job('running', 1), job('running', 2), job('done', 3));
  await work.run(() => Promise.resolve(job('queued')));
  expect(shown).toEqual(['sending', 'working 0', 'working 1', 'working 2', 'done']);
  work.forget();
  expect(work.state()).toEqual({ kind: 'idle' });
});

test('a failure says what the server says about it', async () => {
  const failed = {
    ...job('failed'),
    problem: 'https://mdreader.dev/problems/archive-refused',
    detail: 'It is damaged.',
  };
  const { work } = follow(failed);
  await work.run(() => Promise.resolve(job('queued')));
  expect(work.state()).toMatchObject({ kind: 'failed', error: { slug: 'archive-refused', message: 'It is damaged.' } });
});

test('a server that is away for a moment is asked again, one that says no is not', async () => {
  const away = new Problem(UNREACHABLE, 'unreachable', 'away');
  const { work } = follow(away, job('running', 1), away, job('done', 3));
  await work.run(() => Promise.resolve(job('queued')));
  expect(work.state().kind).toBe('done');

  const gone = follow(new Problem(404, 'not-found', 'There is no such job.'));
  await gone.work.run(() => Promise.resolve(job('queued')));
  expect(gone.work.state()).toMatchObject({ kind: 'failed', error: { status: 404 } });
});

test('what can’t be started has failed, and can be started again', async () => {
  const { work } = follow(job('done'));
  await work.run(() => Promise.reject(new Problem(413, 'too-large', 'Too large.')));
  expect(work.state()).toMatchObject({ kind: 'failed', error: { slug: 'too-large' } });
  await work.run(() => Promise.resolve(job('queued')));
  expect(work.state().kind).toBe('done');
});

test('it is started once', async () => {
  const { work } = follow(job('done'));
  let starts = 0;
  const start = () => {
    starts += 1;
    return Promise.resolve(job('queued'));
  };
  await Promise.all([work.run(start), work.run(start)]);
  expect(starts).toBe(1);
});

test('what was begun before the page was loaded is picked up, once, and found again in its last state', async () => {
  const { work, shown } = follow(job('running', 2), job('done', 3));
  await work.pickUp(() => Promise.resolve(job('running', 1)));
  await work.pickUp(() => Promise.reject(new Error('asked twice')));
  expect(shown).toEqual(['working 1', 'working 2', 'done']);
});

test('what has begun on this page goes before what is found', async () => {
  const { work, shown } = follow(job('done', 3));
  let found: (job: Job) => void = () => undefined;
  const picking = work.pickUp(() => new Promise((resolve) => (found = resolve)));
  await work.run(() => Promise.resolve(job('queued')));
  found(job('failed'));
  await picking;
  expect(shown).toEqual(['sending', 'working 0', 'done']);
});

test('a server that doesn’t say what was begun is asked again by the next page', async () => {
  const { work } = follow();
  await work.pickUp(() => Promise.reject(new Problem(UNREACHABLE, 'unreachable', 'away')));
  expect(work.state().kind).toBe('idle');
  await work.pickUp(() => Promise.resolve(job('done', 3)));
  expect(work.state().kind).toBe('done');
});
