import type { BrokenRule } from './types';

/** An answer that is an error (RFC 9457). `slug` is the last part of the type's URI: what code may switch on. */
export class Problem extends Error {
  readonly status: number;
  readonly slug: string;
  readonly broken: BrokenRule[];
  readonly #body: unknown;

  constructor(status: number, slug: string, message: string, broken: BrokenRule[] = [], body: unknown = null) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.slug = slug;
    this.broken = broken;
    this.#body = body;
  }

  /** What this kind of problem says beyond what all of them say; empty when it doesn't. */
  extension(name: string): string {
    return text(this.#body, name);
  }
}

/** Status 0: no answer came at all. */
export const UNREACHABLE = 0;

export function isProblem(error: unknown, ...statuses: number[]): error is Problem {
  return error instanceof Problem && (statuses.length === 0 || statuses.includes(error.status));
}

/** Of a query: it waits for the network, or the server gave no answer at all so far. */
export const isAway = ({ fetchStatus, failureReason }: { fetchStatus: string; failureReason: unknown }): boolean =>
  fetchStatus === 'paused' || isProblem(failureReason, UNREACHABLE);

export function readProblem(status: number, body: unknown): Problem {
  const type = text(body, 'type');
  const message = text(body, 'detail') || text(body, 'title') || `The server answered ${status}.`;
  return new Problem(status, type.slice(type.lastIndexOf('/') + 1), message, readBroken(body), body);
}

function readBroken(body: unknown): BrokenRule[] {
  const errors = member(body, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => ({
    pointer: text(error, 'pointer').replace(/^#/, ''),
    code: text(error, 'code'),
    message: text(error, 'message'),
  }));
}

function text(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
