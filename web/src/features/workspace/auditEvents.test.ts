import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AUDIT_EVENTS, auditKey } from './auditEvents';

test('every event that the server logs has words', () => {
  const source = readFileSync('../src/MDReader.Server/Platform/Audited.cs', 'utf8');
  const logged = [...source.matchAll(/public const string \w+ = "([\w-]+\.[\w-]+)";/g)].map(([, event]) => event ?? '');
  expect(logged.length).toBeGreaterThan(30);
  expect([...AUDIT_EVENTS].sort()).toEqual(logged.sort());
});

test('an event of a newer server has none yet', () => {
  expect(auditKey('link.created')).toBe('link_created');
  expect(auditKey('link.painted')).toBeNull();
});
