import { body, client } from '../../api/client';

/** Without TLS (and not on this machine) browsers offer no service workers, and some can't be woken at all. */
export const canBeWoken = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** Whether pushes wake this browser; null where it can't be woken. */
export async function isWoken(): Promise<boolean | null> {
  return canBeWoken() ? (await subscribed()) !== null && Notification.permission === 'granted' : null;
}

/** From a click. False: the person, or the browser by itself, doesn't allow it. */
export async function wake(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { publicKey } = await body(client.GET('/api/v1/me/push-subscriptions'));
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that stands on another server's key can't be had again.
  await (await pushManager.getSubscription())?.unsubscribe();
  const { endpoint, keys } = (
    await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  ).toJSON();
  await body(
    client.POST('/api/v1/me/push-subscriptions', {
      body: { endpoint: endpoint ?? null, keys: { p256dh: keys?.p256dh ?? null, auth: keys?.auth ?? null } },
    }),
  );
  return true;
}

/** The push service then answers the server that this browser is gone. */
export async function letSleep(): Promise<void> {
  if (canBeWoken()) await (await subscribed())?.unsubscribe();
}

async function subscribed(): Promise<PushSubscription | null> {
  // Not `ready`, which waits for ever where no worker is.
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}
