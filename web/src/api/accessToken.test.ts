import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AccessToken } from './accessToken';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function issuer() {
  let issued = 0;
  const clock = { now: 0 };
  const token = new AccessToken(
    () => Promise.resolve({ accessToken: `token ${++issued}`, expiresIn: 900 }),
    () => clock.now,
  );
  return { token, clock, issued: () => issued };
}

test('a token is used until half a minute before its end, and then renewed', async () => {
  const { token, clock } = issuer();
  token.accept({ accessToken: 'token 0', expiresIn: 900 });
  clock.now = 870_000;
  expect(await token.current()).toBe('token 0');
  clock.now = 870_001;
  expect(await token.current()).toBe('token 1');
});

test('callers who come while it is being renewed share one renewal', async () => {
  const { token, clock, issued } = issuer();
  token.accept({ accessToken: 'token 0', expiresIn: 900 });
  clock.now = 1_000_000;
  expect(await Promise.all([token.current(), token.current(), token.renew()])).toEqual(['token 1', 'token 1', true]);
  expect(issued()).toBe(1);
});

test('when the server no longer knows the browser, there is no token and somebody is told', async () => {
  const token = new AccessToken(
    () => Promise.resolve(null),
    () => 0,
  );
  let ended = 0;
  token.onEnd = () => (ended += 1);
  token.accept({ accessToken: 'old', expiresIn: 900 });
  expect(await token.renew()).toBe(false);
  expect(await token.current()).toBeNull();
  expect(ended).toBe(1);
});

test('a server that is away ends no session', async () => {
  const token = new AccessToken(
    () => Promise.reject(new Error('away')),
    () => 0,
  );
  token.accept({ accessToken: 'still good', expiresIn: 900 });
  await expect(token.renew()).rejects.toThrow('away');
  expect(await token.current()).toBe('still good');
});

test('a minute before its end a token is renewed by itself, and those who listen get the new one', async () => {
  const { token } = issuer();
  const heard: string[] = [];
  const stop = token.subscribe((fresh) => heard.push(fresh));
  token.accept({ accessToken: 'token 0', expiresIn: 900 });
  await vi.advanceTimersByTimeAsync(839_999);
  expect(heard).toEqual(['token 0']);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual(['token 0', 'token 1']);
  stop();
  await vi.advanceTimersByTimeAsync(840_000);
  expect(heard).toHaveLength(2);
  token.forget();
});
