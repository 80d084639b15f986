import AxeBuilder from '@axe-core/playwright';
import { editor, openDocument, useTool } from './editor';
import { expect, test } from './test';

const TEXT = '# Red tents\n\nFor cold nights.\n\n---\n\n## Why\n\n- warm\n- light\n\n---\n\n## Thanks\n';

test('a document is presented slide by slide, with keys alone, and stays current', async ({ seat, api, look }) => {
  const ana = await api.signUp('Ana Sousa');
  const workspace = await api.createWorkspace(ana, 'Talks');
  const document = await api.createDocument(ana, workspace, 'Tents', TEXT);
  for (const [name, options] of [
    ['slides', {}],
    ['slides-dark', { colorScheme: 'dark' }],
    ['slides-phone', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    const { page } = await seat(ana, options);
    await openDocument(page, document);
    if (name === 'slides') {
      await page.getByRole('button', { name: 'Document menu' }).click();
      await page.getByRole('menuitem', { name: 'Present' }).click();
    } else if (name === 'slides-phone') await useTool(page, 'Present');
    else await page.keyboard.press('Control+Alt+p');
    const slides = page.getByRole('dialog', { name: 'Tents' });
    await expect(slides.getByRole('heading', { name: 'Red tents' })).toBeVisible();
    await expect(slides.getByRole('heading', { name: 'Why' })).toBeHidden();
    await expect(slides.getByRole('status')).toHaveText('1 / 3');
    await page.keyboard.press('ArrowRight');
    await expect(slides.getByText('warm')).toBeVisible();
    await expect(slides.getByText('For cold nights.')).toBeHidden();
    await look(page, name);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    await page.keyboard.press('End');
    await expect(slides.getByRole('heading', { name: 'Thanks' })).toBeVisible();
    await page.keyboard.press('PageUp');
    await expect(slides.getByRole('status')).toHaveText('2 / 3');
    if (name === 'slides') {
      await api.write(ana, document, TEXT.replace('- light', '- light\n- new'));
      await expect(slides.getByText('new', { exact: true })).toBeVisible();
      await api.write(ana, document, TEXT);
    }
    await page.keyboard.press('Escape');
    await expect(slides).toHaveCount(0);
    await expect(editor(page)).toBeVisible();
    await page.close();
  }
});
