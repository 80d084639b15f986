import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepFocus } from './useKeptFocus';

let root: HTMLElement;
let stop: () => void;

beforeEach(() => {
  root = document.body.appendChild(document.createElement('main'));
  root.append(list('one', 'two', 'three'), button('below'));
  stop = keepFocus(root);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function button(name: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.id = name;
  return made;
}

function list(...names: string[]): HTMLElement {
  const made = document.createElement('ul');
  for (const name of names) made.appendChild(document.createElement('li')).append(button(name));
  return made;
}

const at = (id: string) => document.getElementById(id) ?? button(id);
const settled = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));

async function remove(id: string): Promise<string | undefined> {
  at(id).focus();
  const gone = at(id);
  gone.blur();
  (gone.closest('li') ?? gone).remove();
  await settled();
  return document.activeElement?.id;
}

test('the next entry takes the place of one that goes, and at the end the one before', async () => {
  expect(await remove('two')).toBe('three');
  expect(await remove('three')).toBe('one');
});

test('behind the last entry the page goes on with what is left', async () => {
  for (const id of ['one', 'two']) await remove(id);
  expect(await remove('three')).toBe('below');
});

test('an entry that takes the focus itself has it: a button in it might do the same once more', async () => {
  const card = at('two').closest('li');
  if (card !== null) card.tabIndex = -1;
  at('one').focus();
  at('one').blur();
  at('one').closest('li')?.remove();
  await settled();
  expect(document.activeElement).toBe(card);
});

test('who has gone on already, or has pointed beside everything, is left in peace', async () => {
  at('one').focus();
  document.body.dispatchEvent(new Event('pointerdown'));
  at('one').blur();
  at('one').closest('li')?.remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
  at('two').focus();
  at('two').closest('li')?.remove();
  at('below').focus();
  await settled();
  expect(document.activeElement?.id).toBe('below');
});

test('where the dialog around it takes the focus instead, it goes on all the same', async () => {
  const dialog = document.createElement('div');
  dialog.tabIndex = -1;
  document.body.append(dialog);
  dialog.append(root);
  at('two').focus();
  at('two').closest('li')?.remove();
  dialog.focus();
  await settled();
  expect(document.activeElement?.id).toBe('three');
});

test('whoever opens a menu before the focus has gone on keeps it', async () => {
  at('two').focus();
  at('two').closest('li')?.remove();
  await Promise.resolve();
  at('below').dispatchEvent(new Event('pointerdown', { bubbles: true }));
  await settled();
  expect(document.activeElement).toBe(document.body);
});
