import type { Page } from '@playwright/test';
import { see, showRail, type Screen } from './screen';
import { expect } from './test';

/** What is seen without a document open. */
export const ofWorkspace: Screen[] = [
  {
    name: 'shortcuts',
    open: async (page, { workspace }) => {
      await listening(page, workspace);
      await page.keyboard.press('ControlOrMeta+/');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
  { name: 'home', open: (page, { workspace }) => see(page, `/w/${workspace}`, 'Documents') },
  { name: 'home-empty', open: (page, { empty }) => see(page, `/w/${empty}`, 'No documents yet') },
  {
    name: 'connect-folder',
    open: async (page, { empty }) => {
      await see(page, `/w/${empty}`, 'No documents yet');
      await page.getByRole('button', { name: 'Connect a folder…' }).click();
      await expect(page.getByRole('dialog', { name: 'Connect a folder' })).toContainText('mdreader sync');
    },
  },
  {
    name: 'people',
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}`, 'Documents');
      await showRail(page);
      await page.getByRole('button', { name: 'People' }).click();
      await expect(page.getByRole('dialog', { name: /^People/ })).toContainText('Ben Okafor');
    },
  },
  {
    name: 'account-menu',
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}`, 'Documents');
      await showRail(page);
      await page.getByRole('button', { name: /^Account/ }).click();
      await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    },
  },
  {
    name: 'palette',
    open: async (page, { workspace }) => {
      await openPalette(page, workspace);
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'palette-values',
    open: async (page, { workspace }) => {
      await openPalette(page, workspace);
      await page.keyboard.type('by:');
      await expect(page.getByRole('option', { name: 'Ben Okafor' })).toBeVisible();
    },
  },
  {
    name: 'palette-filtered',
    open: async (page, { workspace }) => {
      await openPalette(page, workspace);
      await page.keyboard.type('by:nobody in:nowhere tag:plan guide');
      await expect(page.getByText('Nobody here is called “nobody”', { exact: false })).toBeVisible();
    },
  },
  { name: 'trash', open: (page, { workspace }) => see(page, `/w/${workspace}/trash`, 'Trash') },
  { name: 'drafts', open: (page, { workspace }) => see(page, `/w/${workspace}/drafts`, 'Drafts') },
  { name: 'inbox', open: (page, { workspace }) => see(page, `/w/${workspace}/inbox`, 'Inbox') },
  {
    name: 'inbox-reply',
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}/inbox`, 'Inbox');
      await page.getByRole('main').getByRole('button', { name: 'Reply' }).first().click();
      await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    },
  },
  {
    name: 'workspace-settings',
    open: (page, { workspace }) => see(page, `/w/${workspace}/settings`, 'Workspace settings'),
  },
  {
    name: 'import',
    open: async (page, { empty }) => {
      await see(page, `/w/${empty}`, 'No documents yet');
      await page.getByRole('main').getByRole('button', { name: 'Import…' }).click();
      await expect(page.getByRole('dialog', { name: 'Import' })).toBeVisible();
    },
  },
  {
    name: 'audit',
    open: async (page, { workspace }) => {
      await see(page, `/w/${workspace}/audit`, 'Audit log');
      await expect(page.getByText(/^The log is whole/)).toBeVisible();
      await page.getByText('Member’s role given or changed').first().click();
    },
  },
  { name: 'settings-profile', open: (page) => see(page, '/settings/profile', 'Picture') },
  { name: 'settings-security', open: (page) => see(page, '/settings/security', 'Second factor') },
  {
    name: 'settings-notifications',
    open: async (page) => {
      await see(page, '/settings/notifications', 'Notifications');
      await expect(page.getByRole('checkbox').first()).toBeVisible();
    },
  },
  {
    name: 'settings-mutes',
    open: async (page) => {
      await see(page, '/settings/notifications', 'Muted');
      await page
        .getByRole('button', { name: /^Unmute/ })
        .first()
        .scrollIntoViewIfNeeded();
    },
  },
  { name: 'settings-shortcuts', open: (page) => see(page, '/settings/shortcuts', 'In a document') },
  { name: 'settings-tokens', open: (page) => see(page, '/settings/tokens', 'Access tokens') },
  { name: 'settings-agents', open: (page) => see(page, '/settings/agents', 'Agents') },
  { name: 'settings-account', open: (page) => see(page, '/settings/account', 'Delete my account') },
  { name: 'not-found', open: (page) => see(page, '/no/such/page', 'There is nothing here') },
];

/** Keys that are pressed before the page listens are lost: what is listed shows that it does. */
/** The page is there and takes keys. */
async function listening(page: Page, workspace: string): Promise<void> {
  await see(page, `/w/${workspace}`, 'Documents');
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
}

async function openPalette(page: Page, workspace: string): Promise<void> {
  await listening(page, workspace);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
}
