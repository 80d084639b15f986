/* global console, process */
// What a report of Vitest or Playwright says, for test.sh: "passed failed", then a line for each title that matters, with
// "failed" or "unsteady" before it. A test is unsteady that passed when it was run again.
import { readFileSync } from 'node:fs';
import { specsOf } from './playwright-report.mjs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const titles =
  report.suites === undefined
    ? report.testResults.flatMap((file) => file.assertionResults).map((test) => [test.status, test.fullName])
    : report.suites
        .flatMap(specsOf)
        .flatMap((spec) => spec.tests.map((test) => [test.status, `${spec.file}: ${spec.title}`]));

const STATUS = { passed: 'passed', expected: 'passed', flaky: 'unsteady', failed: 'failed', unexpected: 'failed' };
const told = titles.map(([status, title]) => [STATUS[status], title]).filter(([status]) => status !== undefined);
const failed = told.filter(([status]) => status === 'failed').length;
console.log(told.length - failed, failed);
for (const [status, title] of told) if (status !== 'passed') console.log(status, title);
