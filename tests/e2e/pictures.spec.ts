import type { Page } from '@playwright/test';
import { editor, faces, isPhone, openDocument, useTool } from './editor';
import { expect, test } from './test';

/** A picture as a camera makes them: wide, and larger than the server takes. */
async function photo(page: Page, colour: string): Promise<Buffer> {
  const bytes = await page.evaluate(async (ink) => {
    const canvas = document.createElement('canvas');
    canvas.width = 3000;
    canvas.height = 2000;
    const pen = canvas.getContext('2d');
    if (pen === null) throw new Error('This browser draws nothing.');
    for (let x = 0; x < 3000; x += 10)
      for (let y = 0; y < 2000; y += 10) {
        pen.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 40% 60%)`;
        pen.fillRect(x, y, 10, 10);
      }
    pen.fillStyle = ink;
    pen.beginPath();
    pen.arc(1500, 1000, 700, 0, 7);
    pen.fill();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
  }, colour);
  return Buffer.from(bytes);
}

test('a picture that somebody chooses is seen where they are, and goes when they take it back', async ({
  seat,
  api,
  look,
}) => {
  const ana = await api.signUp('Ana Sousa');
  const ben = await api.signUp('Ben Okafor');
  const workspace = await api.createWorkspace(ana, 'Pictures');
  await api.addMember(ana, workspace, ben, 'editor');
  const document = await api.createDocument(ana, workspace, 'Faces', 'Words to speak of.\n');
  await api.comment(ben, document, { start: 0, end: 5, quote: 'Words' }, 'Which ones?');
  const { page: bens } = await seat(ben);

  await test.step('Ben chooses one', async () => {
    await bens.goto('/settings/profile');
    const buffer = await photo(bens, '#0b6e4f');
    await bens.getByLabel('Choose a picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    await expect(bens.getByRole('img', { name: 'Picture of Ben Okafor' })).toBeVisible();
    await look(bens, 'picture-settings');
  });

  await test.step('what is no picture is refused in words', async () => {
    const buffer = Buffer.from('no picture at all');
    await bens.getByLabel('Choose a picture').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
    await expect(bens.getByText('This browser can’t show that file as a picture.')).toBeVisible();
  });

  await openDocument(bens, document);
  for (const [name, options] of [
    ['pictures', {}],
    ['pictures-dark', { colorScheme: 'dark' }],
    ['pictures-phone', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    const { page } = await seat(ana, options);
    await openDocument(page, document);
    await test.step(`Ana sees it beside his cursor, his comment and his name (${name})`, async () => {
      if (isPhone(page)) {
        await page.getByRole('button', { name: 'Document menu' }).click();
        await expect(page.getByRole('menuitem', { name: 'Follow Ben Okafor' }).locator('img')).toBeVisible();
        await page.keyboard.press('Escape');
      } else {
        const face = faces(page).filter({ hasText: 'Ben Okafor' }).locator('img');
        await expect(face).toBeVisible();
        expect(await face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
        await expect(faces(page).filter({ hasText: 'Ana Sousa' })).toContainText('AS');
      }
      await useTool(page, '1 open comment');
      await expect(page.getByRole('article').locator('img')).toBeVisible();
      await look(page, name);
    });
    await page.goto(`/w/${workspace}`);
    if (name === 'pictures-phone') await page.getByRole('button', { name: 'Show documents' }).click();
    await page.getByRole('button', { name: 'People' }).click();
    await expect(page.getByRole('dialog').locator('img')).toBeVisible();
    await look(page, `${name}-people`);
    await page.close();
  }

  await test.step('Ben takes it back', async () => {
    await bens.goto('/settings/profile');
    await bens.getByRole('button', { name: 'Remove' }).click();
    await expect(bens.getByRole('img', { name: 'Picture of Ben Okafor' })).toHaveCount(0);
    const { page } = await seat(ana);
    await openDocument(page, document);
    await openDocument(bens, document);
    await expect(editor(bens)).toBeVisible();
    await expect(faces(page).filter({ hasText: 'Ben Okafor' })).toContainText('BO');
  });
});
