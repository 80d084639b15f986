import { expect, test } from 'vitest';
import { readProblem } from './problem';

test('a problem is known by the last part of its type, and keeps what the server said', () => {
  const problem = readProblem(422, {
    type: 'https://mdreader.dev/problems/validation-failed',
    title: 'The request is not valid.',
    detail: 'Correct 1 member.',
    errors: [{ pointer: '#/password', code: 'too-short', message: 'Use at least 8 characters.' }],
  });
  expect(problem).toMatchObject({ status: 422, slug: 'validation-failed', message: 'Correct 1 member.' });
  expect(problem.broken).toEqual([{ pointer: '/password', code: 'too-short', message: 'Use at least 8 characters.' }]);
});

test.each([null, 'Bad gateway', {}, { errors: 'none', type: 7 }])(
  'an answer of another form is still a problem: %j',
  (body) => {
    expect(readProblem(502, body)).toMatchObject({ status: 502, message: 'The server answered 502.', broken: [] });
  },
);
