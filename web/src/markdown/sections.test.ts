import { expect, test } from 'vitest';
import { Sections } from './sections';

const block = (name: string) => {
  const made = document.createElement('p');
  made.textContent = name;
  return made;
};
const many = (count: number, name = 'block') => Array.from({ length: count }, (_, index) => block(`${name} ${index}`));
const sizes = (root: HTMLElement) => [...root.children].map(({ childElementCount }) => childElementCount);
const shown = (root: HTMLElement) => [...root.querySelectorAll('p')];

test('many blocks stand in sections, each of which says about how high it will be', () => {
  const root = document.createElement('div');
  const sections = new Sections(root);
  const blocks = many(150);
  sections.replace(0, 0, blocks);
  expect(shown(root)).toEqual(blocks);
  expect(sizes(root)).toEqual([64, 64, 22]);
  const heights = [...root.children].map((one) =>
    one instanceof HTMLElement ? one.style.getPropertyValue('contain-intrinsic-block-size') : '',
  );
  expect(heights).toEqual(['auto 3840px', 'auto 3840px', 'auto 1320px']);
});

test('what goes takes its section along when nothing is left in it, and what comes divides one that grows too long', () => {
  const root = document.createElement('div');
  const sections = new Sections(root);
  sections.replace(0, 0, many(150));
  sections.replace(64, 64, []);
  expect(sizes(root)).toEqual([64, 22]);
  sections.replace(10, 0, many(70, 'new'));
  expect(sizes(root)).toEqual([64, 70, 22]);
  expect(shown(root)).toEqual(sections.blocks);
});

test('what is kept stays where it is', () => {
  const root = document.createElement('div');
  const sections = new Sections(root);
  const [a, b, c] = [block('a'), block('b'), block('c')];
  sections.replace(0, 0, [a, b, c]);
  const moved: string[] = [];
  for (const one of [a, b, c]) {
    one.after = () => void moved.push('after');
    one.remove = () => void moved.push('remove');
  }
  sections.replace(0, 3, [a, b, c]);
  expect(moved).toEqual([]);
});

test('whatever is replaced by whatever, the page has what is wanted, in its order', () => {
  let seed = 7;
  const chance = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const root = document.createElement('div');
  const sections = new Sections(root);
  let wanted: HTMLElement[] = [];
  for (let turn = 0; turn < 300; turn++) {
    const from = chance(wanted.length + 1);
    const removed = chance(Math.min(90, wanted.length - from) + 1);
    const kept = wanted.slice(from, from + removed).filter(() => chance(3) > 0);
    if (chance(2) === 0) kept.reverse();
    const by = [...many(chance(turn % 10 === 0 ? 150 : 4), `turn ${turn}`), ...kept];
    sections.replace(from, removed, by);
    wanted = [...wanted.slice(0, from), ...by, ...wanted.slice(from + removed)];
    expect(shown(root)).toEqual(wanted);
    expect(sections.blocks).toEqual(wanted);
    expect(sizes(root).every((size) => size > 0 && size <= 128)).toBe(true);
  }
});
