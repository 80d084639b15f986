import { afterEach, expect, test, vi } from 'vitest';
import { toClipboard } from './clipboard';

afterEach(() => vi.unstubAllGlobals());

/** What the old way would copy: the selection of the field that has the focus. */
function oldWay(works: boolean): { copied: string | null } {
  const state: { copied: string | null } = { copied: null };
  Object.assign(document, {
    execCommand: () => {
      const field = document.activeElement;
      if (works && field instanceof HTMLTextAreaElement)
        state.copied = field.value.slice(field.selectionStart, field.selectionEnd);
      return works;
    },
  });
  return state;
}

function clipboard(writeText: ((text: string) => Promise<void>) | undefined): void {
  vi.stubGlobal('navigator', writeText === undefined ? {} : { clipboard: { writeText } });
}

test('without TLS a text is copied all the same, and the focus stays where it was', async () => {
  clipboard(undefined);
  const old = oldWay(true);
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  expect(await toClipboard('mine')).toBe(true);
  expect(old.copied).toBe('mine');
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
});

test('a refused clipboard is tried the old way', async () => {
  clipboard(() => Promise.reject(new Error('NotAllowedError')));
  const old = oldWay(true);
  expect(await toClipboard('mine')).toBe(true);
  expect(old.copied).toBe('mine');
});

test('where nothing helps it says so', async () => {
  clipboard(() => Promise.reject(new Error('NotAllowedError')));
  oldWay(false);
  expect(await toClipboard('mine')).toBe(false);
});

test('a clipboard that works needs no second way', async () => {
  const written: string[] = [];
  clipboard((text) => {
    written.push(text);
    return Promise.resolve();
  });
  const old = oldWay(true);
  expect(await toClipboard('mine')).toBe(true);
  expect(written).toEqual(['mine']);
  expect(old.copied).toBeNull();
});
