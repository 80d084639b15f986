import { trustedScript } from '../markdown/trustedScript';

const LOOK_EVERY = 60 * 60 * 1000;

/** The application that is kept on this device, and whether a newer one waits beside it. */
class NewVersion {
  #waiting: ServiceWorker | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isHere = () => this.#waiting !== null;

  async keepApplication(): Promise<void> {
    // Without TLS (and not on this machine) browsers offer no service workers.
    const workers = (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
    if (workers === undefined) return;
    const registration = await workers.register(trustedScript('/service-worker.js'));
    this.#look(registration);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => this.#look(registration));
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY);
  }

  /** From a click: nothing is reloaded under somebody who writes. Other tabs go on with what they have loaded. */
  reload(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.#waiting?.postMessage('take-over');
  }

  #look({ waiting, active }: ServiceWorkerRegistration): void {
    // The first one of all replaces nothing.
    this.#waiting = active === null ? null : waiting;
    for (const listener of this.#listeners) listener();
  }
}

export const newVersion = new NewVersion();
