import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './test';

const TEXT = `---
lang: de
---
Der Fluss ist $a^2 + b^2$ breit[^1].

$$
\\int_0^1 x\\,dx
$$

> [!WARNING]
> Im **Frühjahr** höher.

\`\`\`mermaid
flowchart LR
  A[Ufer] --> B[Furt]
\`\`\`

\`\`\`mermaid
this is none
\`\`\`

[^1]: Gemessen im Mai.
`;

for (const [name, look] of [
  ['light', {}],
  ['dark', { colorScheme: 'dark' as const }],
  ['narrow', { viewport: { width: 390, height: 844 } }],
] as const)
  test(`a published page shows formulas, diagrams, callouts and notes in its own language (${name})`, async ({
    stranger,
    api,
    look: keep,
  }) => {
    const ana = await api.signUp('Ana Sousa');
    const workspace = await api.createWorkspace(ana, 'Flüsse');
    const page = await stranger(look);
    await page.goto(await api.publish(ana, await api.createDocument(ana, workspace, 'Die Elbe', TEXT)));

    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await expect(page.locator('.markdown-alert-warning')).toContainText('Warnung');
    // Their source is read by those who hear the page.
    await expect(page.locator('main .math .katex-html')).toHaveCount(2);
    await expect(page.locator('main .math .katex-mathml annotation').first()).toHaveText('a^2 + b^2');
    await expect(page.getByRole('img', { name: 'Diagramm' })).toBeVisible();
    await expect(page.getByText('this is none')).toBeVisible();
    await keep(page, `published-${name}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await page.locator('a[href="#fn:1"]').click();
    await expect(page.getByText('Gemessen im Mai.')).toBeInViewport();
    // As it was kept by this browser, with the policy that it came with.
    await page.reload();
    await expect(page.locator('main .math .katex-html')).toHaveCount(2);
  });
