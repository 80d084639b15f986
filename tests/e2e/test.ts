import { join } from 'node:path';
import { test as base, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { Api, PASSWORD, type Person } from './api';
import { Server, type Settings } from './server';
import { watch, type Watched } from './watch';

export const SCREENS = join(import.meta.dirname, 'screens');

/**
 * Of a browser that keeps the application itself. Others begin empty in each test, and to keep it costs more than most tests
 * do: only those ask for it that go without a network, or wait for a push.
 */
export const KEEPING: BrowserContextOptions = { serviceWorkers: 'allow' };

export interface Seat {
  page: Page;
  person: Person;
}

interface World {
  api: Api;
  /** Leaves a picture in `screens/` for people to look at. */
  look: (page: Page, name: string) => Promise<void>;
  /** A browser of its own in which the person is signed in. */
  seat: (person: Person, options?: BrowserContextOptions) => Promise<Seat>;
  /** Where else pages of this test may go. */
  elsewhere: string[];
  /** A browser in which nobody is signed in. */
  stranger: (options?: BrowserContextOptions) => Promise<Page>;
}

/**
 * Every page of every test is watched: a dialog, a violation of the content security policy, a request to anywhere
 * else or an error of the page fails the test.
 */
export const test = base.extend<World, { settings: Settings; server: Server }>({
  settings: [{}, { option: true, scope: 'worker' }],

  server: [
    async ({ settings }, use) => {
      const server = await Server.start(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],

  elsewhere: [[], { option: true }],

  api: async ({ server }, use) => {
    await use(new Api(server.url, server.code));
  },

  // eslint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are needed from the pattern.
  look: async ({}, use) => {
    await use(async (page, name) => {
      await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' });
    });
  },

  stranger: async ({ browser, server, elsewhere }, use) => {
    const opened: Watched[] = [];
    await use(async (options) => {
      const page = await openPage(browser, server, options);
      opened.push(await watch(page, [server.url, ...elsewhere]));
      return page;
    });
    for (const { page, complaints } of opened) {
      base.expect(complaints(), 'what the page did and must not do').toEqual([]);
      await page.context().close();
    }
  },

  seat: async ({ stranger }, use) => {
    await use(async (person, options) => {
      const page = await stranger(options);
      const answer = await page.request.post('/api/v1/auth/login', {
        data: { email: person.email, password: PASSWORD },
      });
      base.expect(answer.ok(), await answer.text()).toBe(true);
      return { page, person };
    });
  },
});

export { expect } from '@playwright/test';

async function openPage(browser: Browser, server: Server, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'block', ...options });
  // Most tests look at the source and at what it becomes: this device last chose to see both.
  await context.addInitScript(() => {
    // The frame in which diagrams are drawn has no storage.
    if (origin !== 'null' && localStorage.getItem('mdreader.mode') === null)
      localStorage.setItem('mdreader.mode', 'both');
  });
  return context.newPage();
}
