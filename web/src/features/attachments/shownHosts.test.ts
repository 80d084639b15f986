import { afterEach, expect, test, vi } from 'vitest';
import { ShownHosts } from './shownHosts';

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

test('a host that was chosen is chosen in this document, on this device, and in no other', () => {
  new ShownHosts('one').add('a.example');
  new ShownHosts('one').add('b.example:8080');
  const hosts = new ShownHosts('one');
  expect(['a.example', 'b.example:8080', 'example', ''].map((host) => hosts.has(host))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(new ShownHosts('two').has('a.example')).toBe(false);
});

test('a browser that keeps nothing shows them as long as the page is open', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('Full.', 'QuotaExceededError');
  });
  const hosts = new ShownHosts('one');
  hosts.add('a.example');
  expect(hosts.has('a.example')).toBe(true);
});
