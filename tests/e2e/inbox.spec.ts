import type { Page } from '@playwright/test';
import { expect, test } from './test';

/** The key and the secret of RFC 8291's example. */
const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

test('what happens is in every open tab at once, and read in all of them', async ({ seat, api }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await seat(await api.signUp('Ben Okafor'));
  const workspace = await api.createWorkspace(ana, 'Field notes');
  const document = await api.createDocument(ana, workspace, 'Plan', 'The tent is red.');
  await api.addMember(ana, workspace, ben.person, 'commenter');
  const other = await ben.page.context().newPage();
  const badge = (page: Page) => page.getByRole('navigation').getByRole('status');
  for (const page of [ben.page, other]) {
    await page.goto(`/w/${workspace}/inbox`);
    await expect(badge(page)).toHaveText('1');
  }

  await api.comment(ana, document, { start: 4, end: 8, quote: 'tent' }, `@[Ben](${ben.person.id}), which one?`);
  // By itself the page asks once a minute.
  for (const page of [ben.page, other]) await expect(badge(page)).toHaveText('2');
  await other.getByRole('button', { name: 'Mark all as read' }).click();
  for (const page of [ben.page, other]) await expect(badge(page)).toHaveCount(0);
});

test('a browser is woken when its person says so, and shows what it is sent', async ({ seat, api, server, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'));
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  // The push service of the browser's maker is elsewhere; everything on this side of it is real.
  await page.addInitScript((keys) => {
    let subscription: unknown = null;
    const made = {
      toJSON: () => ({ endpoint: 'https://push.example/1', keys }),
      unsubscribe: () => Promise.resolve((subscription = null) === null),
    };
    Object.assign(PushManager.prototype, {
      subscribe: () => Promise.resolve((subscription = made)),
      getSubscription: () => Promise.resolve(subscription),
    });
  }, KEYS);
  await page.goto('/settings/notifications');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByRole('button', { name: 'Turn off on this device' })).toBeVisible();
  expect(await api.pushServices(person)).toEqual(['push.example']);
  await look(page, 'settings-push');

  const sent = {
    id: 'n1',
    event: 'mention',
    title: 'Ben mentioned you in Plan',
    body: 'Look',
    path: '/settings/profile',
  };
  // The browser may drop a push that comes while it starts the worker; as a service would, it is sent again.
  await expect(async () => {
    await push(page, server.url, sent);
    const shown = [{ title: sent.title, body: 'Look', path: sent.path }];
    await expect.poll(() => shownNotifications(page), { timeout: 5_000 }).toEqual(shown);
  }).toPass({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Turn off on this device' }).click();
  await expect(page.getByRole('button', { name: 'Turn on' })).toBeVisible();
});

test('the daily letter comes by the reader’s clock', async ({ seat, api }) => {
  const { page } = await seat(await api.signUp('Ana Sousa'), { timezoneId: 'Asia/Kolkata' });
  await page.goto('/settings/notifications');
  await expect(page.getByText('By the clock of UTC.')).toBeVisible();
  await page.getByRole('combobox', { name: 'It comes at' }).selectOption('18');
  await expect(page.getByText(/By the clock of Asia\/(?:Kolkata|Calcutta)\./)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'It comes at' })).toHaveValue('18');
});

async function push(page: Page, origin: string, content: object): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [found] = registrations;
      if (found !== undefined) resolve(found.registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  const registrationId = await registration;
  await browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(content) });
}

const shownNotifications = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, data }) => ({
      title,
      body,
      path: (data as { path: string }).path,
    }));
  });
