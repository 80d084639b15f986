import { PASSWORD } from './api';
import { expect, test } from './test';

test('a weak password is told rule by rule, and the form keeps what was typed', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Ana');
  await page.getByLabel('Email').fill('ana.weak@example.org');
  await page.getByLabel('Password', { exact: true }).fill('abc');
  await page.getByRole('button', { name: 'Create account' }).click();
  const field = page.getByLabel('Password', { exact: true });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/8 characters.*8 characters/s);
  await expect(page.getByLabel('Name')).toHaveValue('Ana');
});

test('a wrong password and an unknown account get the same answer', async ({ stranger, api }) => {
  const { email } = await api.signUp('Ana');
  const page = await stranger();
  await page.goto('/sign-in');
  for (const tried of [email, 'nobody@example.org']) {
    await page.getByLabel('Email').fill(tried);
    await page.getByLabel('Password', { exact: true }).fill('wrong Orchard 7 lantern!');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toHaveText('Email and password don’t belong together.');
  }
});

test('signing in leads to where the person was going, and signing out reaches every tab', async ({ stranger, api }) => {
  const ana = await api.signUp('Ana');
  const document = await api.createDocument(ana, await api.createWorkspace(ana, 'Mine'), 'Deep link', 'found it');
  const page = await stranger();
  await page.goto(`/d/${document}`);
  await page.getByLabel('Email').fill(ana.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Deep link');

  const other = await page.context().newPage();
  await other.goto('/');
  await expect(other.getByRole('main').getByRole('link', { name: 'Deep link' })).toBeVisible();
  await other.getByRole('button', { name: /^Account/ }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const tab of [page, other])
    await expect(tab.getByRole('heading', { name: 'Sign in to MDReader' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in to MDReader' })).toBeVisible();
});

test('whoever signs in next in the same tab finds nothing of the one before, and a letter leads all the way', async ({
  stranger,
  api,
}) => {
  const ana = await api.signUp('Ana');
  const ben = await api.signUp('Ben');
  const workspace = await api.createWorkspace(ana, 'Shared');
  await api.addMember(ana, workspace, ben, 'editor');
  const document = await api.createDocument(ana, workspace, 'Plan', 'The tent is red.');
  const thread = await api.comment(ana, document, { start: 4, end: 8, quote: 'tent' }, 'Which one?');
  const page = await stranger();
  const signIn = async (email: string) => {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const reply = page.getByRole('complementary', { name: 'Comments' }).getByRole('textbox', { name: 'Reply' });
  await page.goto(`/d/${document}?thread=${thread}`);
  await signIn(ana.email);
  await reply.fill('for Ana alone');
  await page.reload();
  await expect(reply).toHaveValue('for Ana alone');
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(ben.email);
  await expect(page.getByRole('main').getByRole('link', { name: 'Plan' })).toBeVisible();
  await page.goto(`/d/${document}?thread=${thread}`);
  await expect(reply).toHaveValue('');
});

test('no token is kept where scripts of another page load could find it', async ({ seat, api }) => {
  const { page } = await seat(await api.signUp('Ana'));
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toMatch(/eyJ|mdr_pat|refresh/i);
  const cookies = await page.context().cookies();
  expect(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict')).toBe(true);
  expect(cookies).not.toEqual([]);
});

test('many reloads and tabs at once keep the person signed in', async ({ seat, api }) => {
  const { page } = await seat(await api.signUp('Ana'));
  const tabs = [page, await page.context().newPage(), await page.context().newPage()];
  for (let round = 0; round < 3; round++) await Promise.all(tabs.map((tab) => tab.goto('/')));
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
});
