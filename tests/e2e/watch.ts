import type { Page } from '@playwright/test';

export interface Watched {
  page: Page;
  complaints: () => string[];
}

/** Network errors are part of these tests: servers are killed in them. */
const EXPECTED_ON_THE_CONSOLE = /Failed to load resource|WebSocket connection to|net::ERR_/;

/** Notes whatever a page does that it must never do. */
export async function watch(page: Page, origins: string[]): Promise<Watched> {
  const complaints: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { noteViolation } = window as unknown as { noteViolation: (text: string) => void };
      noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('dialog', (dialog) => {
    // The browser's own question before a tab closes is no script of a document.
    if (dialog.type() !== 'beforeunload') complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED_ON_THE_CONSOLE.test(message.text()))
      complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!origins.some((origin) => url.startsWith(origin)) && !/^(?:data|blob|about):/.test(url))
      complaints.push(`request: ${url}`);
  });
  return { page, complaints: () => complaints };
}
