import type { Page } from '@playwright/test';
import { expect, KEEPING, test } from './test';

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
  const badge = (page: Page) => page.getByRole('navigation').getByRole('img', { name: /unread/ });
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

const entry = (page: Page, text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text });
const groups = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 });

test('the inbox is in order by document, and what is read or unread is the person’s choice', async ({
  seat,
  api,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Ours');
  await api.addMember(ana, workspace, ben, 'commenter');
  const plan = await api.createDocument(ana, workspace, 'Plan', 'one two three');
  const list = await api.createDocument(ana, workspace, 'Packing list', 'tent and rope');
  const mention = `@[Ana Sousa](${ana.id})`;
  await api.comment(ben, plan, { start: 0, end: 3, quote: 'one' }, `${mention} about one`);
  await api.comment(ben, list, { start: 0, end: 4, quote: 'tent' }, `${mention} about the tent`);
  await api.comment(ben, plan, { start: 4, end: 7, quote: 'two' }, `${mention} about two`);
  const { page } = await seat(ana);
  const badge = page.getByRole('navigation').getByRole('img', { name: /unread/ });
  await page.goto(`/w/${workspace}/inbox`);
  await expect(groups(page)).toHaveText(['Plan', 'Packing list']);
  await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/about two/, /about one/, /about the tent/]);
  await expect(badge).toHaveText('3');
  await look(page, 'inbox-groups');

  await test.step('J and K go on from document to document', async () => {
    for (const about of ['about two', 'about one', 'about the tent']) {
      await page.keyboard.press('j');
      await expect(entry(page, about).getByRole('link')).toBeFocused();
    }
    await page.keyboard.press('k');
    await expect(entry(page, 'about one').getByRole('link')).toBeFocused();
  });

  await test.step('what is read stays where it is until the inbox is opened again', async () => {
    await page.getByRole('button', { name: 'Mark all in “Plan” as read' }).click();
    await expect(badge).toHaveText('1');
    await expect(groups(page)).toHaveText(['Plan', 'Packing list']);
    await page.reload();
    await expect(groups(page)).toHaveText(['Packing list', 'Plan']);
  });

  await test.step('and can be put back', async () => {
    await entry(page, 'about one').getByRole('button', { name: 'Mark as unread' }).click();
    await expect(badge).toHaveText('2');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveText([/about the tent/, /about one/, /about two/]);
    await entry(page, 'about one').getByRole('button', { name: 'Mark as read' }).click();
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(badge).toHaveCount(0);
  });
});

test('a comment is answered and resolved in the inbox', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Ours');
  await api.addMember(ana, workspace, ben, 'commenter');
  const plan = await api.createDocument(ana, workspace, 'Plan', 'The tent is red.');
  const thread = await api.comment(
    ben,
    plan,
    { start: 4, end: 8, quote: 'tent' },
    `Which one, @[Ana Sousa](${ana.id})?`,
  );
  const { page } = await seat(ana);
  await page.goto(`/w/${workspace}/inbox`);
  const asked = entry(page, 'Which one');
  await asked.getByRole('button', { name: 'Reply' }).click();
  const field = asked.getByRole('textbox', { name: 'Reply' });
  await expect(field).toBeFocused();
  await field.fill('The old one.');
  await look(page, 'inbox-reply');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(asked.getByRole('link')).toBeFocused();
  await expect(asked.getByRole('button', { name: 'Mark as unread' })).toBeVisible();
  await expect.poll(async () => (await api.thread(ana, thread)).comments.map(({ body }) => body)).toHaveLength(2);
  expect((await api.thread(ana, thread)).comments.at(-1)?.body).toBe('The old one.');

  await asked.getByRole('button', { name: 'Resolve' }).click();
  await expect(asked.getByText('Resolved')).toBeVisible();
  expect((await api.thread(ana, thread)).status).toBe('resolved');
  await asked.getByRole('button', { name: 'Reopen' }).click();
  await expect(asked.getByRole('button', { name: 'Resolve' })).toBeVisible();
  expect((await api.thread(ana, thread)).status).toBe('open');
});

test('a muted thread and a muted document are silent until the settings say otherwise', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Ours');
  await api.addMember(ana, workspace, ben, 'commenter');
  const plan = await api.createDocument(ana, workspace, 'Plan', 'The tent is red.');
  const mention = `@[Ana Sousa](${ana.id})`;
  const thread = await api.comment(ben, plan, { start: 4, end: 8, quote: 'tent' }, `${mention} first`);
  const { page } = await seat(ana);
  const main = page.getByRole('main');
  await page.goto(`/w/${workspace}/inbox`);

  await test.step('a thread', async () => {
    await entry(page, 'first').getByRole('button', { name: 'Mute this thread' }).click();
    await expect(entry(page, 'first').getByText('Muted')).toBeVisible();
    await api.reply(ben, thread, `${mention} second`);
    await api.comment(ben, plan, { start: 12, end: 15, quote: 'red' }, `${mention} third`);
    await expect(entry(page, 'third')).toBeVisible();
    await expect(entry(page, 'second')).toHaveCount(0);
  });

  await test.step('the whole document', async () => {
    await main.getByRole('button', { name: 'Mute “Plan”' }).click();
    await expect(main.getByRole('button', { name: 'Unmute “Plan”' })).toBeVisible();
    await expect(main.getByRole('button', { name: 'Mute this thread' })).toHaveCount(0);
    await look(page, 'inbox-muted');
  });

  await test.step('the settings list them, and end them', async () => {
    await main.getByRole('link', { name: 'Notification settings' }).click();
    const muted = page.getByRole('list', { name: 'Muted' }).getByRole('listitem');
    await expect(muted).toHaveText([/Plan\s*The whole document/, /Plan\s*tent/]);
    await muted.first().scrollIntoViewIfNeeded();
    await look(page, 'settings-mutes');
    await page.getByRole('button', { name: 'Unmute “Plan”' }).click();
    await expect(muted).toHaveCount(1);
    await page.getByRole('button', { name: 'Unmute the thread on “tent” in “Plan”' }).click();
    await expect(page.getByText('Nothing is muted.')).toBeVisible();
    await api.reply(ben, thread, `${mention} fourth`);
    await page.goto(`/w/${workspace}/inbox`);
    await expect(entry(page, 'fourth')).toBeVisible();
    await expect(main.getByText('Muted')).toHaveCount(0);
  });
});

test('a browser is woken when its person says so, and shows what it is sent', async ({ seat, api, server, look }) => {
  const { page, person } = await seat(await api.signUp('Ana Sousa'), KEEPING);
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
