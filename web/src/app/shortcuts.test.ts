import { afterEach, expect, test } from 'vitest';
import { chordOf } from './chord';
import { keys, usualKeys } from './shortcuts';

afterEach(() => keys.resetAll());

test('a shortcut has its usual keys until others are chosen, and again after a reset', () => {
  expect(keys.of('history')).toBe('Ctrl-Alt-h');
  keys.choose('history', 'F9');
  expect(keys.of('history')).toBe('F9');
  expect(keys.isUsual('history')).toBe(false);
  keys.reset('history');
  expect(keys.of('history')).toBe('Ctrl-Alt-h');
  expect(localStorage.getItem('mdreader.keys')).toBe('{}');
});

test('keys that another shortcut has are told, and taken from it', () => {
  expect(keys.holderOf('Ctrl-Alt-o', 'history')).toBe('outline');
  keys.choose('history', 'Ctrl-Alt-o');
  expect(keys.of('outline')).toBeNull();
  expect(keys.holderOf('Ctrl-Alt-h', 'comment')).toBeNull();
});

test('a reset takes its keys back from whoever took them', () => {
  keys.choose('history', 'Ctrl-Alt-o');
  keys.reset('outline');
  expect(keys.of('outline')).toBe('Ctrl-Alt-o');
  expect(keys.of('history')).toBeNull();
});

test('the palette and linking what is selected share theirs, from the beginning', () => {
  expect(keys.holderOf('Mod-k', 'palette')).toBeNull();
  expect(keys.holderOf('Mod-k', 'link')).toBeNull();
  expect(keys.holderOf('Mod-k', 'history')).toBe('palette');
});

test('what is chosen is kept on the device', () => {
  keys.choose('bold', 'Alt-b');
  expect(JSON.parse(localStorage.getItem('mdreader.keys') ?? '')).toEqual({ bold: 'Alt-b' });
});

test('on a Mac comments and suggestions have the keys that other programs give them', () => {
  const usual = usualKeys(true);
  const pressed = { key: 'µ', code: 'KeyM', ctrlKey: false, altKey: true, metaKey: true, shiftKey: false };
  expect(chordOf({ ...pressed, getModifierState: () => false })).toBe(usual.comment);
  expect([usual.accept, usual.reject]).toEqual(['Meta-Alt-y', 'Meta-Alt-n']);
  expect(usual.edit).toBe('Ctrl-Alt-e');
  expect(new Set(Object.values(usual)).size).toBe(Object.values(usual).length - 1);
  expect(usualKeys(false).comment).toBe('Ctrl-Alt-m');
});
