import { expect, test } from 'vitest';
import { chordOf, keysOf, unfit } from './chord';

function press(key: string, held: string[] = [], code = '') {
  return {
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    altKey: held.includes('alt'),
    metaKey: held.includes('meta'),
    shiftKey: held.includes('shift'),
    getModifierState: (name: string) => held.includes(name),
  };
}

test('keys pressed together have one name, whichever was pressed first', () => {
  expect(chordOf(press('k', ['ctrl']))).toBe('Mod-k');
  expect(chordOf(press('k', ['meta']))).toBe('Mod-k');
  expect(chordOf(press('F', ['ctrl', 'shift']))).toBe('Mod-Shift-f');
  expect(chordOf(press('e', ['ctrl', 'alt']))).toBe('Ctrl-Alt-e');
  expect(chordOf(press('F7', ['shift']))).toBe('Shift-F7');
});

test('a slash is a slash, also where it takes Shift', () => {
  expect(chordOf(press('/', ['ctrl', 'shift']))).toBe('Mod-/');
  expect(chordOf(press('/', ['ctrl']))).toBe('Mod-/');
});

test('what makes a character is no shortcut', () => {
  expect(chordOf(press('€', ['ctrl', 'alt', 'AltGraph']))).toBeNull();
  expect(chordOf(press('Control', ['ctrl']))).toBeNull();
});

test('the letter is the one on the key, whatever Alt makes of it on a Mac', () => {
  expect(chordOf(press('´', ['ctrl', 'alt'], 'KeyE'))).toBe('Ctrl-Alt-e');
});

test('a chord is shown by the keys that are on the keyboard', () => {
  const words = { ctrl: 'Strg', shift: 'Umschalt' };
  expect(keysOf('Mod-Shift-f', words)).toEqual(['Strg', 'Umschalt', 'F']);
  expect(keysOf('Mod--', words)).toEqual(['Strg', '-']);
  expect(keysOf('F7', words)).toEqual(['F7']);
});

test('what browsers keep, and what would be typed, can’t be taken', () => {
  expect(unfit('Mod-t')).toBe('kept');
  expect(unfit('Shift-a')).toBe('typed');
  expect(unfit('a')).toBe('typed');
  expect(unfit('Enter')).toBe('typed');
  expect(unfit('Ctrl-Alt-x')).toBeNull();
  expect(unfit('F9')).toBeNull();
});
