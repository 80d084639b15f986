import { codeOf } from './authenticator';
import { PASSWORD } from './api';
import { Provider } from './provider';
import { expect, test } from './test';

// Below what the system gives out by itself.
const PROVIDER_PORT = 12_000 + (process.pid % 20_000);

test.use({
  elsewhere: [`http://127.0.0.1:${PROVIDER_PORT}`],
  settings: {
    sendsMail: true,
    environment: {
      MDReader__Accounts__Providers__house__Title: 'House',
      MDReader__Accounts__Providers__house__Issuer: `http://127.0.0.1:${PROVIDER_PORT}`,
      MDReader__Accounts__Providers__house__ClientId: 'mdreader',
    },
  },
});

let house: Provider;
test.beforeAll(async () => {
  house = await Provider.start(PROVIDER_PORT);
});
test.afterAll(() => house.stop());

const NEW_PASSWORD = 'another Orchard 8 lantern!';
let people = 0;
const address = () => `new${++people}.${Date.now()}@example.org`;

async function signUp(page: import('@playwright/test').Page, name: string, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function signIn(page: import('@playwright/test').Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a new account confirms its address by the code from the mail and is in', async ({ stranger, server, look }) => {
  const page = await stranger();
  const email = address();
  await signUp(page, 'Ana', email);
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible();
  await look(page, 'confirm-address');
  await page.getByLabel('Code from the mail').fill('WRONG-CODE1');
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('alert')).toHaveText('This code isn’t right, or is no longer good.');

  const { link } = await server.letter(email, 'Confirm your e-mail address');
  await page.getByLabel('Code from the mail').fill(new URLSearchParams(new URL(link).hash.slice(1)).get('code') ?? '');
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
});

test('the link in the mail confirms as well, once the person says so', async ({ stranger, server }) => {
  const page = await stranger();
  const email = address();
  await signUp(page, 'Ben', email);
  const { link } = await server.letter(email, 'Confirm your e-mail address');
  // Whoever signs in before is told what is missing.
  await page.goto('/sign-in');
  await signIn(page, email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'Confirm your address' })).toBeVisible();

  await page.goto(link);
  await expect(page.getByText(email)).toBeVisible();
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await page.getByRole('link', { name: 'Go on' }).click();
  await signIn(page, email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
});

test('a forgotten password is set anew by the letter’s link, and the old one is over', async ({
  stranger,
  server,
  look,
}) => {
  const page = await stranger();
  const email = address();
  await signUp(page, 'Cleo', email);
  await page.goto((await server.letter(email, 'Confirm your e-mail address')).link);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await page.getByRole('link', { name: 'Go on' }).click();

  await page.getByLabel('Email').fill(email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await look(page, 'forgot-password');
  await page.getByRole('button', { name: 'Send the code' }).click();
  await expect(page.getByText('a code is on its way')).toBeVisible();

  await page.goto((await server.letter(email, 'Set a new password')).link);
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByLabel('New password')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await look(page, 'reset-password');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('status')).toHaveText('Your new password is set. Sign in with it.');
  await signIn(page, email, PASSWORD);
  await expect(page.getByRole('alert')).toBeVisible();
  await signIn(page, email, NEW_PASSWORD);
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
});

test('asking for an unknown account’s password looks the same', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/forgot-password');
  await page.getByLabel('Email').fill('nobody@example.org');
  await page.getByRole('button', { name: 'Send the code' }).click();
  await expect(page.getByText('a code is on its way')).toBeVisible();
});

test('another service leads to an account, back to where the person was going', async ({ stranger, look }) => {
  const page = await stranger();
  const email = address();
  house.person = { sub: email, email, email_verified: true, name: 'Dora of the House' };
  await page.goto('/settings/profile');
  await expect(page.getByRole('link', { name: 'Sign in with House' })).toBeVisible();
  await look(page, 'sign-in-providers');
  await page.getByRole('link', { name: 'Sign in with House' }).click();
  await expect(page).toHaveURL(/\/settings\/profile$/);
  await expect(page.getByLabel('Name')).toHaveValue('Dora of the House');
});

test('another service that says no is told as such', async ({ stranger }) => {
  const page = await stranger();
  const email = address();
  house.person = { sub: email, email, email_verified: false, name: 'Eve' };
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Sign in with House' }).click();
  await expect(page.getByRole('alert')).toContainText('doesn’t say that your address is yours');
});

test('a second factor is asked for after the password: the app’s code, or a recovery code once', async ({
  stranger,
  server,
  look,
}) => {
  const page = await stranger();
  const email = address();
  await signUp(page, 'Finn', email);
  const { link } = await server.letter(email, 'Confirm your e-mail address');
  await page.getByLabel('Code from the mail').fill(new URLSearchParams(new URL(link).hash.slice(1)).get('code') ?? '');
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(page.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();

  await page.goto('/settings/security');
  const section = page.locator('form', { has: page.getByRole('heading', { name: 'Second factor' }) });
  await section.getByLabel('Your password now').fill(PASSWORD);
  await section.getByRole('button').click();
  const secret = await section
    .locator('p')
    .filter({ hasText: /^[A-Z2-7 ]{16,}$/ })
    .textContent();
  await section.getByRole('textbox').fill(codeOf(secret ?? '', Date.now() / 1000));
  await section.getByRole('button').click();
  const recovery = (await section.getByRole('listitem').first().textContent()) ?? '';
  expect(recovery).not.toBe('');

  const other = await stranger();
  await other.goto('/sign-in');
  await signIn(other, email, PASSWORD);
  await expect(other.getByRole('heading', { name: 'Second factor' })).toBeVisible();
  await look(other, 'second-factor');
  await other.getByLabel('Code').fill('000000');
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other.getByRole('alert')).toHaveText('This code isn’t right, or is no longer good.');
  // The next code: the one that turned the factor on has been used.
  await other.getByLabel('Code').fill(codeOf(secret ?? '', Date.now() / 1000 + 30));
  await other.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();

  const third = await stranger();
  await third.goto('/sign-in');
  for (const right of [true, false]) {
    await signIn(third, email, PASSWORD);
    await third.getByRole('button', { name: 'Use a recovery code' }).click();
    await third.getByLabel('Recovery code').fill(recovery);
    await third.getByRole('button', { name: 'Sign in', exact: true }).click();
    if (!right) {
      await expect(third.getByRole('alert')).toBeVisible();
      break;
    }
    await expect(third.getByRole('heading', { name: 'Name your workspace' })).toBeVisible();
    await third.context().clearCookies();
    await third.goto('/sign-in');
  }
});
