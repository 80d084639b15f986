/**
 * Keys pressed together, written as CodeMirror does: `Mod-Shift-f`, `Ctrl-Alt-e`, `F7`. `Mod` is Ctrl, and ⌘ on a Mac.
 * Shift counts with letters and named keys only: elsewhere it is what makes the character, on some keyboards.
 */
export type Chord = string;

export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  getModifierState: (name: string) => boolean;
}

const MODIFIERS = new Set(['Control', 'Alt', 'Meta', 'Shift', 'AltGraph', 'CapsLock', 'Dead', 'Process']);

/** Null while only modifiers are down, or when a character is being made. */
export function chordOf(pressed: Pressed): Chord | null {
  const { ctrlKey, altKey, metaKey, shiftKey } = pressed;
  // On many keyboards AltGr is Ctrl and Alt at once, and makes characters.
  if (MODIFIERS.has(pressed.key) || pressed.getModifierState('AltGraph')) return null;
  const key = altKey ? plainKey(pressed) : pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  const parts: string[] = [];
  if (altKey) {
    if (ctrlKey) parts.push('Ctrl');
    if (metaKey) parts.push('Meta');
    parts.push('Alt');
  } else if (ctrlKey || metaKey) {
    parts.push('Mod');
  }
  if (shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push('Shift');
  return [...parts, key].join('-');
}

/** With ⌥ a Mac makes another character of the key: the letter is the one that is printed on it. */
function plainKey({ key, code }: Pressed): string {
  if (/^[a-z0-9]$/i.test(key) || key.length > 1) return key.length === 1 ? key.toLowerCase() : key;
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? key;
}

const MAC: Record<string, string> = { Mod: '⌘', Meta: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };
const NAMED: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', ' ': '␣' };

/** Each key as it is printed on the keyboard; `words` has the names that a language has for them. */
export function keysOf(chord: Chord, words: { ctrl: string; shift: string }): string[] {
  // A minus at the end is the key itself.
  const parts = chord.endsWith('-') ? [...chord.slice(0, -1).split('-').filter(Boolean), '-'] : chord.split('-');
  return parts.map((part) => {
    if (IS_MAC && MAC[part] !== undefined) return MAC[part];
    if (part === 'Mod' || part === 'Ctrl') return words.ctrl;
    if (part === 'Shift') return words.shift;
    return NAMED[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

/** What browsers keep for themselves, and what every text field does: a page must not take it. */
const KEPT = new Set(
  [
    't',
    'w',
    'n',
    'p',
    'l',
    'r',
    'q',
    'j',
    'd',
    'a',
    'c',
    'x',
    'v',
    'z',
    'y',
    'Tab',
    'Shift-p',
    'Shift-n',
    'Shift-t',
  ].map((key) => `Mod-${key}`),
);

export type Unfit = 'kept' | 'typed';

/** Why a chord can't be a shortcut; null when it can. */
export function unfit(chord: Chord): Unfit | null {
  if (KEPT.has(chord)) return 'kept';
  return /^(?:Mod|Ctrl|Meta|Alt)-/.test(chord) || /^(?:Shift-)?F\d{1,2}$/.test(chord) ? null : 'typed';
}
