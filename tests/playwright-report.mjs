/** All tests that a report of Playwright has in this suite, and in those within it. */
export function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}
