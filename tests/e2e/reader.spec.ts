import { editor, expectSaved, expectText, openDocument, preview, saveState } from './editor';
import { expect, test } from './test';

test('a viewer sees the text grow and can’t type', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const vera = await seat(await api.signUp('Vera'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  await api.addMember(ana.person, workspace, vera.person, 'viewer');
  const document = await api.createDocument(ana.person, workspace, 'Read me', '# For reading\n');
  await openDocument(ana.page, document);
  await openDocument(vera.page, document);

  await expect(saveState(vera.page)).toHaveText('View only');
  await expect(preview(vera.page).getByRole('heading', { name: 'For reading' })).toBeVisible();
  await expect(vera.page.getByRole('textbox', { name: 'Title' })).toHaveCount(0);
  await expect(vera.page.getByRole('button', { name: 'New document' })).toHaveCount(0);

  await vera.page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expectText(vera.page, '# For reading\n');
  await editor(vera.page).click();
  await vera.page.keyboard.type('not mine to write');
  await editor(ana.page).click();
  await ana.page.keyboard.press('ControlOrMeta+End');
  await ana.page.keyboard.type('More.');
  await expectText(vera.page, '# For reading\nMore.');
  await expectSaved(ana.page);
  expect(await api.content(ana.person, document)).toBe('# For reading\nMore.');
  await expect(saveState(vera.page)).toHaveText('View only');
});

test('someone made a viewer while writing keeps reading, and can take along what wasn’t saved', async ({
  seat,
  api,
}) => {
  const ana = await seat(await api.signUp('Ana'));
  const ben = await seat(await api.signUp('Ben'));
  const workspace = await api.createWorkspace(ana.person, 'Shared');
  await api.addMember(ana.person, workspace, ben.person, 'editor');
  const document = await api.createDocument(ana.person, workspace, 'Changing', 'kept\n');
  // What Ben types is held back on its way, so that it isn't saved when his role changes.
  let held = false;
  let sockets = 0;
  await ben.page.routeWebSocket(/\/collab\//, (socket) => {
    const server = socket.connectToServer();
    const isFirst = ++sockets === 1;
    socket.onMessage((message) => {
      if (!(held && isFirst)) server.send(message);
    });
  });
  await openDocument(ben.page, document);
  await editor(ben.page).click();
  held = true;
  await ben.page.keyboard.type('too late');
  await api.addMember(ana.person, workspace, ben.person, 'viewer');
  await expect(ben.page.getByRole('alert')).toContainText('could not be saved');
  await expect(saveState(ben.page)).toHaveText('View only');
  await expect(preview(ben.page)).toHaveText('kept');
  expect(await api.content(ana.person, document)).toBe('kept\n');
  await ben.page.getByRole('button', { name: 'Discard' }).click();
  await expect(ben.page.getByRole('alert')).toHaveCount(0);
});

test('a document that isn’t there, isn’t shared or is in the trash says so', async ({ seat, api }) => {
  const ana = await seat(await api.signUp('Ana'));
  const eve = await seat(await api.signUp('Eve'));
  const workspace = await api.createWorkspace(ana.person, 'Mine');
  const document = await api.createDocument(ana.person, workspace, 'Secret', 'hidden');
  await eve.page.goto(`/d/${document}`);
  await expect(eve.page.getByRole('heading', { name: 'You need access' })).toBeVisible();
  await expect(eve.page.getByText('hidden')).toHaveCount(0);

  await openDocument(ana.page, document);
  await ana.page.getByRole('button', { name: 'Document menu' }).click();
  await ana.page.getByRole('menuitem', { name: 'Move to trash' }).click();
  await expect(ana.page.getByText('“Secret” is in the trash.')).toBeVisible();
  await ana.page.goto(`/d/${document}`);
  await expect(ana.page.getByRole('heading', { name: 'This document is in the trash' })).toBeVisible();
  await ana.page.getByRole('button', { name: 'Take it back' }).click();
  await expectText(ana.page, 'hidden');
});
