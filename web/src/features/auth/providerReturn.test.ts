import { afterEach, describe, expect, it } from 'vitest';
import { readProviderReturn, rememberReturn, takeReturn } from './providerReturn';

describe('the way back from a sign-in elsewhere', () => {
  afterEach(() => sessionStorage.clear());

  it('brings a challenge or a problem', () => {
    expect(readProviderReturn('')).toEqual({ problem: null, challenge: null });
    expect(readProviderReturn('#challenge=a-b_c&expiresIn=300')).toEqual({ problem: null, challenge: 'a-b_c' });
    expect(readProviderReturn('#problem=account-exists').problem).toBe('account-exists');
  });

  it('takes a problem that it doesn’t know for a failure', () => {
    expect(readProviderReturn('#problem=something-new').problem).toBe('provider-failed');
  });

  it('leads once to where the person was going, and only on this site', () => {
    rememberReturn('/invite#abc');
    expect(takeReturn()).toBe('/invite#abc');
    expect(takeReturn()).toBeNull();
    for (const elsewhere of ['//example.org', '/\\example.org', 'https://example.org']) {
      rememberReturn(elsewhere);
      expect(takeReturn(), elsewhere).toBeNull();
    }
  });

  it('forgets an earlier way when there is none', () => {
    rememberReturn('/d/1');
    rememberReturn(undefined);
    expect(takeReturn()).toBeNull();
  });
});
