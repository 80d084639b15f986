/* global console, process */
// What the tests that failed in a report said, for the last lines of test.sh: of Vitest, of Playwright (of a test that passed
// when it was run again, what it said the first time), or a .trx file of dotnet test.
import { readFileSync } from 'node:fs';
import { specsOf } from './playwright-report.mjs';

const MOST_LINES = 14;
const LONGEST_LINE = 300;
/** Lines of the test above and below the one that failed. */
const AROUND = /^\s+\d* \|/;

const report = readFileSync(process.argv[2], 'utf8');
const said = report.trimStart().startsWith('<') ? fromTrx(report) : fromJson(JSON.parse(report));
const before = new Set();
for (const { title, text } of said) {
  if (before.has(`${title} ${text}`)) continue;
  before.add(`${title} ${text}`);
  const lines = withoutColours(text)
    .split('\n')
    .filter((line) => line.trim() !== '' && !AROUND.test(line));
  console.log(`  ${title}`);
  for (const line of lines.slice(0, MOST_LINES)) console.log(`      ${line.trimEnd().slice(0, LONGEST_LINE)}`);
}

function fromJson({ suites, testResults }) {
  if (suites === undefined)
    return testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({ title: fullName, text: failureMessages.join('\n') }));
  return suites.flatMap(specsOf).flatMap((spec) =>
    spec.tests
      .flatMap(({ results }) => results.flatMap(({ errors }) => errors.slice(0, 1)))
      .map(({ message = '' }) => ({ title: `${spec.file}: ${spec.title}`, text: message })),
  );
}

/** The first lines of what it wrote stand before its message: a test that is made of chance says its seed there. */
function fromTrx(text) {
  return [...text.matchAll(/<UnitTestResult [^>]*outcome="Failed"[^>]*>.*?<\/UnitTestResult>/gs)].map(([result]) => {
    const within = (tag) => result.match(new RegExp(`<${tag}>(.*?)</${tag}>`, 's'))?.[1] ?? '';
    const wrote = within('StdOut').split('\n').slice(0, 2).join('\n');
    return { title: plain(result.match(/testName="([^"]*)"/)[1]), text: plain(`${wrote}\n${within('Message')}`) };
  });
}

function plain(text) {
  const names = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text
    .replace(/&#x?([0-9A-Fa-f]+);/g, (all, code) => String.fromCodePoint(parseInt(code, all.startsWith('&#x') ? 16 : 10)))
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => names[name]);
}

function withoutColours(text) {
  // eslint-disable-next-line no-control-regex -- That is how terminals are told of colours.
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
