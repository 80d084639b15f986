import { editor } from './editor';
import { see, showRail, type Screen } from './screen';
import { expect } from './test';

/** What somebody sees who isn’t signed in. */
export const outside: Screen[] = [
  {
    name: 'guest',
    open: async (page) => {
      await page.goto('/');
      await editor(page).click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.insertText('# Mine\n\nOnly *here*.');
      await expect(page.locator('[data-save]')).toContainText('Saved on this device');
    },
  },
  {
    name: 'guest-list',
    open: async (page) => {
      await page.goto('/');
      await expect(editor(page)).toBeVisible();
      await showRail(page);
      await expect(page.getByText('Guest · saved in this browser only')).toBeVisible();
    },
  },
  { name: 'sign-in', open: (page) => see(page, '/sign-in', 'Sign in to MDReader') },
  {
    name: 'sign-in-refused',
    open: async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('nobody@example.org');
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  { name: 'sign-up', open: (page) => see(page, '/sign-up', 'Create your account') },
  { name: 'forgot-password', open: (page) => see(page, '/forgot-password', 'Set a new password') },
  {
    name: 'reset-password',
    open: (page) => see(page, '/reset-password#email=ana@example.org&code=ABCD-EFGH', 'Set a new password'),
  },
  {
    name: 'confirm-address',
    open: (page) => see(page, '/confirm#email=ana@example.org&code=ABCD-EFGH', 'Confirm your address'),
  },
  {
    name: 'second-factor',
    open: (page) => see(page, '/sign-in#challenge=abc&expiresIn=300', 'Second factor'),
  },
  { name: 'set-up', open: (page) => see(page, '/setup?token=abc', 'Set up this server') },
  { name: 'set-up-used', open: (page) => see(page, '/setup', 'Set up this server') },
  {
    name: 'document-invite',
    open: (page, { invite }) => see(page, invite, 'Field guide'),
  },
  { name: 'public-page', open: (page, { published }) => see(page, published, 'What is new') },
  {
    name: 'link',
    open: async (page, { link }) => {
      await page.goto(link);
      await expect(page.getByRole('button', { name: 'Open', exact: true })).toBeVisible();
    },
  },
  {
    name: 'workspace-invite',
    open: (page, { workspaceInvite }) => see(page, workspaceInvite, 'Join Field notes of the northern stations'),
  },
  {
    // The last: from here on this browser is a guest's.
    name: 'guest-of-a-link',
    open: async (page, { link }) => {
      await page.goto(link);
      await page.getByRole('textbox', { name: 'Name' }).fill('Gil');
      await page.getByRole('button', { name: 'Open', exact: true }).click();
      await expect(page.locator('[data-save]')).toContainText(/View only|Suggesting/);
    },
  },
];
