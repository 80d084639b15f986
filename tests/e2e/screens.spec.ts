import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { furnish } from './furnish';
import { ofDocument } from './screensOfDocument';
import { ofWorkspace } from './screensOfWorkspace';
import { outside } from './screensOutside';
import { expect, SCREENS, test } from './test';

const screens = [
  ...outside.map((screen) => ({ ...screen, signedIn: false })),
  ...ofWorkspace.map((screen) => ({ ...screen, signedIn: true })),
  ...ofDocument.map((screen) => ({ ...screen, signedIn: true })),
];

// The assistant is offered where a model is named; nobody asks it here.
test.use({
  settings: {
    environment: {
      MDREADER_AI_URL: 'http://127.0.0.1:9/v1',
      MDREADER_AI_KEY: 'sk-nothing',
      MDREADER_AI_MODELS: 'small, large',
    },
  },
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen passes axe (${colorScheme})`, async ({ seat, stranger, api }) => {
    test.setTimeout(300_000);
    const { place, ana } = await furnish(api);
    const pages = { in: (await seat(ana, { colorScheme })).page, out: await stranger({ colorScheme }) };
    for (const { name, signedIn, open } of screens) {
      await test.step(name, async () => {
        const page = signedIn ? pages.in : pages.out;
        await open(page, place);
        await atRest(page);
        await page.screenshot({ path: join(SCREENS, `${name}-${colorScheme}.png`) });
        const axe = new AxeBuilder({ page });
        // A menu stands at the end of the page, outside its landmarks, so that nothing clips it. The focus is inside.
        if (await page.getByRole('menu').isVisible()) axe.disableRules('region');
        const { violations } = await axe.analyze();
        expect
          .soft(
            violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
            name,
          )
          .toEqual([]);
      });
    }
  });
}

test('every screen fits into 320 pixels', async ({ seat, stranger, api }) => {
  test.setTimeout(300_000);
  const narrow = { viewport: { width: 320, height: 640 } };
  const { place, ana } = await furnish(api);
  const pages = { in: (await seat(ana, narrow)).page, out: await stranger(narrow) };
  for (const { name, signedIn, open } of screens) {
    await test.step(name, async () => {
      const page = signedIn ? pages.in : pages.out;
      await open(page, place);
      await atRest(page);
      await page.screenshot({ path: join(SCREENS, `${name}-320.png`) });
      expect(await beyondTheEdge(page), name).toEqual([]);
    });
  }
});

/** Half-way through a fade, colours are what they never are otherwise. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const moving = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** What reaches beyond the window without being inside something that scrolls by itself, which dialogs don't sideways. */
async function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, width: own } = element.getBoundingClientRect();
      return own > 1 && right > width + 1 && !scrolls(element.parentElement);
    });
    const page = document.scrollingElement?.scrollWidth ?? 0;
    const dialogs = [...document.querySelectorAll('[role=dialog]')].filter(
      (dialog) => dialog.scrollWidth > dialog.clientWidth + 1,
    );
    return [
      ...dialogs.map((dialog) => `a dialog is ${dialog.scrollWidth} wide`),
      ...(page > width ? [`the page is ${page} wide`] : []),
      ...wide.map(({ outerHTML }) => outerHTML.slice(0, 120)),
    ];
  });
}
