import createClient from 'openapi-fetch';
import { AccessToken } from './accessToken';
import { Problem, readProblem, UNREACHABLE } from './problem';
import { hearServerTime } from './serverClock';
import type { paths } from './schema';

/** Renews by the HttpOnly cookie. The lock is held by one tab at a time: a used refresh token may not be used twice. */
async function renewByCookie(): Promise<{ accessToken: string; expiresIn: number } | null> {
  const ask = async () => {
    // keepalive: a reload in mid-flight must not drop the rotated cookie.
    const response = await reach('/api/v1/auth/refresh', { method: 'POST', keepalive: true });
    if (response.status === 401) return null;
    if (!response.ok) throw readProblem(response.status, await response.json().catch(() => null));
    return (await response.json()) as { accessToken: string; expiresIn: number };
  };
  // Without TLS (and not on this machine) browsers offer no locks.
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks === undefined ? ask() : await locks.request('mdreader-refresh', ask);
}

export const accessToken = new AccessToken(renewByCookie, Date.now);

async function authorizedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await reach(await withToken(request));
  if (response.status !== 401 || request.url.includes('/api/v1/auth/')) return response;
  return (await accessToken.renew()) ? reach(await withToken(again)) : response;
}

async function withToken(request: Request): Promise<Request> {
  const token = await accessToken.current();
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

async function reach(request: Request | string, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(request, init);
    hearServerTime(response.headers.get('Date'));
    return response;
  } catch (cause) {
    throw new Problem(UNREACHABLE, 'unreachable', cause instanceof Error ? cause.message : String(cause));
  }
}

export const client = createClient<paths>({ baseUrl: location.origin, fetch: authorizedFetch });

/** The body of a good answer; any other is thrown as a `Problem`. */
export async function body<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw readProblem(response.status, error);
  return data as T;
}
