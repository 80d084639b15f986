import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = process.env['MDREADER_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
if (executablePath === undefined)
  throw new Error('No Chromium was found. Install it (apt-get install chromium) or set MDREADER_CHROMIUM to its path.');

// Playwright reads this file through its default export.
export default defineConfig({
  testDir: '.',
  // Every test has two or three browsers and a server at work.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  // What passes then is named as unsteady by test.sh.
  retries: process.env['CI'] === undefined ? 0 : 1,
  use: {
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    // Recording a trace costs as much as the test; what fails is run again with it.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
