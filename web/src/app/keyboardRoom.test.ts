import { expect, test, vi } from 'vitest';
import { leaveRoomForKeyboard } from './keyboardRoom';

function phone() {
  const viewport = Object.assign(new EventTarget(), { height: 800, offsetTop: 0, scale: 1 });
  const scrollTo = vi.fn();
  const page = { innerHeight: 800, visualViewport: viewport, document, scrollTo } as unknown as Window;
  leaveRoomForKeyboard(page);
  const change = (now: Partial<typeof viewport>) => {
    Object.assign(viewport, now);
    viewport.dispatchEvent(new Event('resize'));
    return document.documentElement.style.getPropertyValue('--covered');
  };
  return { change, scrollTo };
}

test('what the keyboard covers is left free, and taken back when it goes', () => {
  const { change, scrollTo } = phone();
  expect(change({ height: 480, offsetTop: 120 })).toBe('320px');
  expect(scrollTo).toHaveBeenCalledWith(0, 0);
  expect(change({ height: 800, offsetTop: 0 })).toBe('0px');
});

test('a page that is enlarged by two fingers, and a bar of the browser, are no keyboard', () => {
  const { change, scrollTo } = phone();
  expect(change({ height: 400, scale: 2 })).toBe('0px');
  expect(change({ height: 744, scale: 1 })).toBe('0px');
  expect(scrollTo).not.toHaveBeenCalled();
});
