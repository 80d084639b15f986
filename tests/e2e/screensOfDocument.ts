import { chooseMode, editor, isPhone, openDocument, preview, useTool } from './editor';
import { see, type Screen } from './screen';
import { expect } from './test';

/** A document, and what stands where one would. */
export const ofDocument: Screen[] = [
  {
    name: 'document-edit',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'Edit');
      await editor(page).click();
    },
  },
  {
    name: 'document-both',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'Both');
    },
  },
  {
    name: 'document-view',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'View');
      await expect(preview(page).getByRole('heading', { name: 'Field guide' })).toBeVisible();
    },
  },
  {
    name: 'document-menu',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Document menu' }).click();
      await expect(page.getByRole('menuitem', { name: 'Files' })).toBeVisible();
    },
  },
  {
    name: 'document-live',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'Live');
    },
  },
  {
    name: 'find',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'Edit');
      await editor(page).click();
      await page.keyboard.press('ControlOrMeta+f');
      await page.getByRole('textbox', { name: 'Find' }).fill('is');
      await expect(page.locator('.mdr-find').getByRole('status')).toContainText('of');
    },
  },
  {
    name: 'assistant',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, 'Assistant');
      const panel = page.getByRole('complementary', { name: 'Assistant' });
      await expect(panel.getByRole('textbox', { name: 'Your question, or how it shall be done' })).toBeVisible();
    },
  },
  {
    name: 'comments',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, '1 open comment');
      await page.getByRole('article').click();
      await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
    },
  },
  {
    name: 'mention-outsider',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, '1 open comment');
      await page.getByRole('article').click();
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('What do you say, @Cl');
      await page.getByRole('option', { name: 'Cleo Adams' }).click();
      await expect(page.getByRole('combobox', { name: 'Invite Cleo Adams' })).toBeVisible();
    },
  },
  {
    name: 'mention-picker',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, '1 open comment');
      await page.getByRole('article').click();
      await page.getByRole('textbox', { name: 'Reply' }).fill('');
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('@');
      await expect(page.getByRole('option', { name: 'Cleo Adams' })).toBeVisible();
    },
  },
  {
    name: 'attachments',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Document menu' }).click();
      await page.getByRole('menuitem', { name: 'Files' }).click();
      await expect(page.getByText('field-map.png')).toBeVisible();
    },
  },
  {
    name: 'suggestions',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await chooseMode(page, 'Edit');
      await useTool(page, '1 open suggestion');
      await page.getByRole('article').getByRole('button').first().click();
      await expect(page.getByRole('button', { name: 'Accept change 1' })).toBeVisible();
    },
  },
  {
    name: 'suggesting',
    open: async (page, { suggested }) => {
      await openDocument(page, suggested);
      await chooseMode(page, 'Edit');
      if (isPhone(page)) await useTool(page, 'Suggesting');
      else await page.getByRole('combobox', { name: 'What typing does' }).selectOption('Suggesting');
      await editor(page).click();
      await page.keyboard.type('More. ');
      await expect(page.getByRole('button', { name: 'Send suggestion' })).toBeVisible();
    },
  },
  {
    name: 'history',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, 'History');
      await page.getByRole('button', { name: /Kept as it was/ }).click();
      await expect(page.getByRole('slider', { name: 'Time' })).toBeVisible();
    },
  },
  {
    name: 'presentation',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await page.getByRole('button', { name: 'Document menu' }).click();
      await page.getByRole('menuitem', { name: 'Present' }).click();
      await expect(page.getByRole('dialog').getByRole('heading', { name: 'Field guide', level: 1 })).toBeVisible();
    },
  },
  {
    name: 'share',
    open: async (page, { document }) => {
      await openDocument(page, document);
      await useTool(page, 'Share');
      await expect(page.getByRole('dialog')).toContainText('Ben Okafor');
      await expect(page.getByRole('dialog')).toContainText('Waiting for your answer');
      await expect(page.getByRole('dialog')).toContainText('dora@example.org');
    },
  },
  {
    name: 'document-invite-gone',
    open: (page) => see(page, '/document-invite#nothing', 'This invitation isn’t open'),
  },
  {
    name: 'trashed',
    open: (page, { trashed }) => see(page, `/d/${trashed}`, 'This document is in the trash'),
  },
  {
    name: 'gone',
    open: (page) => see(page, '/d/0198c0de-0000-7000-8000-000000000000', 'You need access'),
  },
];
