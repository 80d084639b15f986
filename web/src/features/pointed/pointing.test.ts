import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CARD, followPointing, type Pointed } from './pointing';

let told: (Pointed | null)[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.append(
    element('p', { id: 'beside' }),
    element('span', { id: 'words', class: 'mdr-commented', 'data-thread': 't1' }),
    element('del', { id: 'gone', 'data-change': 'c1' }),
    element('aside', { id: 'inCard', [CARD]: '' }),
  );
  told = [];
  stop = followPointing((pointed) => told.push(pointed));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  document.body.replaceChildren();
});

function element(tag: string, attributes: Record<string, string>): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const on = (id: string) => document.getElementById(id) ?? document.body;
const over = (id: string, how: PointerEventInit = {}) =>
  on(id).dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse', ...how }));
const rest = (milliseconds = 300) => vi.advanceTimersByTime(milliseconds);
const shown = () => told.at(-1)?.id ?? null;

test('what the pointer rests on is told after 300 ms, and not before', () => {
  over('words');
  rest(299);
  expect(told).toEqual([]);
  rest(1);
  expect(told).toMatchObject([{ kind: 'thread', id: 't1' }]);
});

test('a suggested change is told as one', () => {
  over('gone');
  rest();
  expect(told).toMatchObject([{ kind: 'change', id: 'c1' }]);
});

test('who only passes by is shown nothing', () => {
  over('words');
  rest(200);
  over('beside');
  rest(1_000);
  expect(told).toEqual([]);
});

test('the pointer may go over to the card, rest there, and leave it', () => {
  over('words');
  rest();
  over('beside');
  rest(200);
  over('inCard');
  rest(10_000);
  expect(shown()).toBe('t1');
  over('beside');
  rest();
  expect(told.at(-1)).toBeNull();
});

test('Escape sends it away, and it comes again only when the words were left', () => {
  over('words');
  rest();
  const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  on('words').dispatchEvent(escape);
  expect(told.at(-1)).toBeNull();
  expect(escape.defaultPrevented).toBe(true);
  over('words');
  rest(1_000);
  expect(shown()).toBeNull();
  over('beside');
  over('words');
  rest();
  expect(shown()).toBe('t1');
});

test('Escape means what it meant where no card is', () => {
  const escape = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  on('words').dispatchEvent(escape);
  expect(escape.defaultPrevented).toBe(false);
});

test.each(['pointerdown', 'beforeinput', 'scroll'])(
  '%s in the text sends it away, and in the card it doesn’t',
  (type) => {
    over('words');
    rest();
    on('inCard').dispatchEvent(new Event(type, { bubbles: true }));
    expect(shown()).toBe('t1');
    on('words').dispatchEvent(new Event(type, { bubbles: true }));
    expect(told.at(-1)).toBeNull();
  },
);

test('from one mark to the next the card changes', () => {
  over('words');
  rest();
  over('gone');
  rest();
  expect(told.map((one) => one?.id)).toEqual(['t1', 'c1']);
});

test('fingers and selecting don’t point', () => {
  over('words', { pointerType: 'touch' });
  over('words', { buttons: 1 });
  rest(1_000);
  expect(told).toEqual([]);
});
