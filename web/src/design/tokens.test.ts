import { expect, test } from 'vitest';
import { COLOURS } from '../sync/people';
import tokens from './tokens.css?raw';

const THEMES = ['light', 'dark'] as const;
const SYNTAX = ['--syntax-keyword', '--syntax-string', '--syntax-number', '--syntax-name'];
const TEXT = ['--text', '--muted', '--accent-text', '--danger', '--warning', '--code', ...SYNTAX];

test.each(THEMES)('every colour stands out from the page, and its name from it (%s)', (theme) => {
  for (let i = 0; i < COLOURS; i++) {
    const person = colour(`--person-${i}`, theme);
    expect(contrast(person, colour('--canvas', theme)), `caret ${i}`).toBeGreaterThanOrEqual(3);
    expect(contrast(person, colour('--on-person', theme)), `flag ${i}`).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(THEMES)('text and controls can be read and seen (%s)', (theme) => {
  for (const ground of ['--canvas', '--surface', '--sunken']) {
    for (const text of TEXT)
      expect(contrast(colour(text, theme), colour(ground, theme)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--edge', theme), colour(ground, theme)), `--edge on ${ground}`).toBeGreaterThanOrEqual(3);
  }
  expect(contrast(colour('--on-accent', theme), colour('--accent', theme))).toBeGreaterThanOrEqual(4.5);
});

function colour(token: string, theme: (typeof THEMES)[number]): string {
  const [, light = '', dark = ''] = new RegExp(`${token}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens) ?? [];
  return theme === 'light' ? light : dark;
}

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? NaN) + 0.05) / ((dark ?? NaN) + 0.05);
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex;
  const [r = NaN, g = NaN, b = NaN] = [1, 3, 5].map((at) => {
    const value = parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
