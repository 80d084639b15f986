/** Why a sign-in elsewhere led nowhere, as the server writes it behind the #. */
const PROBLEMS = [
  'provider-failed',
  'provider-refused',
  'email-not-verified',
  'account-exists',
  'signup-closed',
  'identity-taken',
] as const;

export interface ProviderReturn {
  problem: (typeof PROBLEMS)[number] | null;
  /** The other service knows the person, and the account wants a second factor as well. */
  challenge: string | null;
}

export function readProviderReturn(hash: string): ProviderReturn {
  const said = new URLSearchParams(hash.slice(1));
  const problem = said.get('problem');
  return {
    challenge: said.get('challenge'),
    // One that this version doesn't know has failed all the same.
    problem: problem === null ? null : (PROBLEMS.find((known) => known === problem) ?? 'provider-failed'),
  };
}

const KEY = 'mdreader.return-to';

/** Where the person was going. It stays in this tab: behind its # may stand an invitation, which no server's log may see. */
export function rememberReturn(path: unknown): void {
  try {
    if (typeof path === 'string') sessionStorage.setItem(KEY, path);
    else sessionStorage.removeItem(KEY);
  } catch {
    // The person then comes back to their documents.
  }
}

/** Once. */
export function takeReturn(): string | null {
  try {
    const path = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return path?.startsWith('/') === true && !/^\/[/\\]/.test(path) ? path : null;
  } catch {
    return null;
  }
}
