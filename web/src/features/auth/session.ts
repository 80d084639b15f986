import { accessToken, body, client } from '../../api/client';
import { isProblem, UNREACHABLE } from '../../api/problem';
import { forgetMe, rememberedMe, rememberMe } from './remembered';
import type { Me, OpenedLink } from '../../api/types';

export type SessionState =
  | { kind: 'starting' }
  | { kind: 'unreachable' }
  /** `wanted`: the person left by themselves, and what they had open is nothing for who comes next. */
  | { kind: 'signed-out'; wanted: boolean }
  | { kind: 'signed-in'; me: Me }
  | { kind: 'guest'; me: Me; documentId: string };

const RETRY_AFTER = 3_000;

/** Who is signed in, in this tab and, for signing out, in all of them. */
class Session {
  #state: SessionState = { kind: 'starting' };
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new BroadcastChannel('mdreader-session');

  constructor() {
    accessToken.onEnd = () => this.#signedOut({ wanted: false });
    this.#tabs.addEventListener('message', () => {
      accessToken.forget();
      this.#signedOut({ wanted: true });
    });
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = () => this.#state;

  /** Finds out by the cookie whether somebody is signed in; keeps asking while the server can't be reached. */
  async start(): Promise<void> {
    try {
      if (await accessToken.renew()) await this.#welcome();
    } catch (error) {
      if (!isProblem(error)) throw error;
      const me = rememberedMe();
      if (me === null) this.#set({ kind: 'unreachable' });
      else if (this.#state.kind !== 'signed-in') this.#set({ kind: 'signed-in', me });
      setTimeout(() => void this.start(), RETRY_AFTER);
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    accessToken.accept(await body(client.POST('/api/v1/auth/login', { body: { email, password } })));
    await this.#welcome();
  }

  /** @param challenge from the refusal of the password, or from the provider's way back. */
  async showSecondFactor(challenge: string, code: string): Promise<void> {
    accessToken.accept(
      await body(client.POST('/api/v1/auth/login/second-factor', { body: { challenge, code: code.trim() } })),
    );
    await this.#welcome();
  }

  /** The person has changed something about themselves. */
  changed(me: Me): void {
    this.#set({ kind: 'signed-in', me });
  }

  /** In by a link, as somebody without an account. The link itself gives the next token. */
  enterAsGuest(opened: OpenedLink, again: () => Promise<OpenedLink>): void {
    const { guest, documentId } = opened;
    const token = tokenOf(opened);
    if (guest === null || token === null) return;
    accessToken.renewBy(async () => tokenOf(await again()));
    accessToken.accept(token);
    this.#set({ kind: 'guest', documentId, me: guestAsPerson(guest) });
  }

  /** The account is no more. */
  gone(): void {
    accessToken.forget();
    this.#tabs.postMessage('signed-out');
    this.#signedOut({ wanted: true });
  }

  async signOut(): Promise<void> {
    try {
      await body(client.POST('/api/v1/auth/logout'));
    } catch (error) {
      // Signing out of a server that is away would come undone with the next page load: say so instead.
      if (isProblem(error, UNREACHABLE)) throw error;
    }
    this.gone();
  }

  async #welcome(): Promise<void> {
    const me = await body(client.GET('/api/v1/me'));
    rememberMe(me);
    this.#set({ kind: 'signed-in', me });
  }

  #signedOut({ wanted }: { wanted: boolean }): void {
    // What was still under way finds out as well.
    if (this.#state.kind === 'signed-out') return;
    this.#set({ kind: 'signed-out', wanted });
    // After the documents have been closed with the page that showed them.
    void forgetMe();
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function tokenOf({ accessToken: token, expiresIn }: OpenedLink): { accessToken: string; expiresIn: number } | null {
  return token === null || expiresIn === null ? null : { accessToken: token, expiresIn };
}

/** A guest has a name, and nothing of an account. */
function guestAsPerson({ id, name }: { id: string; name: string }): Me {
  return {
    id,
    name,
    email: '',
    emailConfirmed: false,
    colour: null,
    picture: null,
    hasPassword: false,
    isAdministrator: false,
    createdAt: '',
  };
}

export const session = new Session();
