import { isProblem, Problem, UNREACHABLE } from '../../api/problem';
import type { Job } from '../../api/types';

export type WorkState =
  | { kind: 'idle' }
  /** On its way to the server. */
  | { kind: 'sending' }
  | { kind: 'working'; job: Job }
  | { kind: 'done'; job: Job }
  /** Without a job where it couldn't even be started. */
  | { kind: 'failed'; error: unknown; job: Job | null };

/** Worth another question: the server is away, or has too much to do. */
const PASSING = [UNREACHABLE, 429, 502, 503, 504];

/** Work that the server does in its own time, followed to its end whatever page is shown meanwhile. */
export class Work {
  readonly #read: (job: string) => Promise<Job>;
  readonly #pause: () => Promise<void>;
  readonly #listeners = new Set<() => void>();
  #state: WorkState = { kind: 'idle' };
  #lookedBack = false;

  /** @param pause between two questions how far it is. */
  constructor(read: (job: string) => Promise<Job>, pause: () => Promise<void>) {
    this.#read = read;
    this.#pause = pause;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = () => this.#state;

  /** Starts it and follows it; how it ends is in the state. One at a time. */
  async run(start: () => Promise<Job>): Promise<void> {
    if (this.isRunning) return;
    this.#show({ kind: 'sending' });
    try {
      await this.#follow(await start());
    } catch (error) {
      this.#show({ kind: 'failed', error, job: null });
    }
  }

  /** Goes on with what was begun before this page was loaded, unless something was begun on it. It looks once. */
  async pickUp(find: () => Promise<Job | null>): Promise<void> {
    if (this.#lookedBack) return;
    this.#lookedBack = true;
    try {
      const job = await find();
      if (job !== null && this.#state.kind === 'idle') await this.#follow(job);
    } catch {
      // Nobody has asked for it here: the next page looks again.
      this.#lookedBack = false;
    }
  }

  get isRunning(): boolean {
    return this.#state.kind === 'sending' || this.#state.kind === 'working';
  }

  /** The person has seen how it ended. */
  forget(): void {
    if (!this.isRunning) this.#show({ kind: 'idle' });
  }

  async #follow(begun: Job): Promise<void> {
    let job = begun;
    try {
      while (!hasEnded(job)) {
        this.#show({ kind: 'working', job });
        await this.#pause();
        job = (await this.#look(job.id)) ?? job;
      }
      this.#show(job.status === 'done' ? { kind: 'done', job } : { kind: 'failed', error: problemOf(job), job });
    } catch (error) {
      this.#show({ kind: 'failed', error, job });
    }
  }

  async #look(job: string): Promise<Job | null> {
    try {
      return await this.#read(job);
    } catch (error) {
      if (isProblem(error, ...PASSING)) return null;
      throw error;
    }
  }

  #show(state: WorkState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const hasEnded = ({ status }: Job) => status === 'done' || status === 'failed';

function problemOf({ problem, detail }: Job): Problem {
  const type = problem ?? '';
  return new Problem(422, type.slice(type.lastIndexOf('/') + 1), detail ?? '');
}
