import { expect, test, vi } from 'vitest';
import { AskedAhead } from './askedAhead';

function asking() {
  const question = vi.fn((id: string) => Promise.resolve(`${id} ${question.mock.calls.length}`));
  const clock = { now: 0 };
  return { ahead: new AskedAhead(question, () => clock.now), question, clock };
}

test('what was asked ahead is taken once, and asked anew after that', async () => {
  const { ahead, question } = asking();
  ahead.begin('plan');
  expect(await ahead.ask('plan')).toBe('plan 1');
  expect(question).toHaveBeenCalledTimes(1);
  expect(await ahead.ask('plan')).toBe('plan 2');
});

test('an answer about something else, of long ago or for somebody else isn’t taken', async () => {
  const { ahead, clock } = asking();
  ahead.begin('plan');
  expect(await ahead.ask('list')).toBe('list 2');
  ahead.begin('plan');
  clock.now = 20_000;
  expect(await ahead.ask('plan')).toBe('plan 4');
  ahead.begin('plan');
  ahead.forget();
  expect(await ahead.ask('plan')).toBe('plan 6');
});

test('a refusal is told to whoever takes it, and to nobody else', async () => {
  const question = vi.fn<(id: string) => Promise<string>>();
  question.mockRejectedValueOnce(new Error('not yours')).mockResolvedValue('yours');
  const ahead = new AskedAhead(question, () => 0);
  ahead.begin('plan');
  await expect(ahead.ask('plan')).rejects.toThrow('not yours');
  expect(await ahead.ask('plan')).toBe('yours');
});

test('who comes after a refusal asks anew: they may have been let in meanwhile', async () => {
  const question = vi.fn<(id: string) => Promise<string>>();
  question.mockRejectedValueOnce(new Error('in the trash')).mockResolvedValue('restored');
  const ahead = new AskedAhead(question, () => 0);
  ahead.begin('plan');
  await Promise.resolve();
  expect(await ahead.ask('plan')).toBe('restored');
});
