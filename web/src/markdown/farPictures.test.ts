import { afterEach, expect, test } from 'vitest';
import { hostOf, type FarPictures } from './farPictures';
import { standFor } from './farStand';

const WORDS = { showFrom: 'Show pictures from {host}', pictureFailed: 'It couldn’t be fetched.' };

/** Has what it is told to have, and remembers what was asked of it. */
class Pictures implements FarPictures {
  readonly asked: string[] = [];
  readonly missing = new Set<string>();
  readonly #shown = new Set<string>();
  readonly #here = new Map<string, string>();

  isShown = (host: string) => this.#shown.has(host);
  show = (host: string) => void this.#shown.add(host);
  here = (address: string) => this.#here.get(address) ?? null;
  picture = (address: string) => {
    this.asked.push(address);
    if (this.missing.has(address)) return Promise.resolve(null);
    this.#here.set(address, `blob:${address}`);
    return Promise.resolve(`blob:${address}`);
  };
}

afterEach(() => document.body.replaceChildren());

function stand(pictures: FarPictures, address: string, description = 'A boat'): HTMLElement {
  const name = document.body.appendChild(document.createElement('a'));
  name.textContent = description || address;
  const host = hostOf(address) ?? '';
  return standFor(name, { address, host, description }, pictures, WORDS, () => undefined);
}

const press = (one: HTMLElement) => one.querySelector('button')?.click();
const settled = () => new Promise((done) => setTimeout(done));
const images = () => [...document.querySelectorAll('img')];
const sources = () => images().map((image) => image.getAttribute('src'));

test.each([
  ['https://example.org/a.png', 'example.org'],
  ['HTTP://example.org:8080/a.png', 'example.org:8080'],
  ['https://bücher.example/a.png', 'xn--bcher-kva.example'],
  ['https://ana:secret@example.org/a.png', null],
  ['//example.org/a.png', null],
  ['/d/a.png', null],
  ['a.png', null],
  ['ftp://example.org/a.png', null],
  ['data:image/png;base64,AAAA', null],
  ['https://', null],
])('%s lies on %s', (address, host) => expect(hostOf(address)).toBe(host));

test('nothing is fetched until somebody asks, and then all of that host and no other', async () => {
  const pictures = new Pictures();
  const first = stand(pictures, 'https://a.example/1.png');
  stand(pictures, 'https://a.example/2.png');
  const other = stand(pictures, 'https://b.example/3.png');
  await settled();
  expect(pictures.asked).toEqual([]);
  expect(first.textContent).toBe('A boathttps://a.example/1.pngShow pictures from a.example');

  press(first);
  await settled();
  expect(pictures.asked).toEqual(['https://a.example/1.png', 'https://a.example/2.png']);
  expect(sources()).toEqual(['blob:https://a.example/1.png', 'blob:https://a.example/2.png']);
  expect(images()[0]?.alt).toBe('A boat');
  expect(other.querySelector('button')).not.toBeNull();
});

test('what was asked for is shown without asking when it stands there again', async () => {
  const pictures = new Pictures();
  pictures.show('a.example');
  stand(pictures, 'https://a.example/1.png');
  await settled();
  expect(sources()).toEqual(['blob:https://a.example/1.png']);
  stand(pictures, 'https://a.example/1.png');
  expect(sources(), 'at once').toHaveLength(2);
  expect(pictures.asked).toHaveLength(1);
});

test('one that can’t be had says so, and is asked for again', async () => {
  const pictures = new Pictures();
  const address = 'https://a.example/1.png';
  pictures.missing.add(address);
  const one = stand(pictures, address, '');
  press(one);
  await settled();
  press(one);
  await settled();
  expect(one.textContent).toBe(`${address}It couldn’t be fetched.Show pictures from a.example`);
  pictures.missing.clear();
  press(one);
  await settled();
  expect(sources()).toEqual([`blob:${address}`]);
  expect(pictures.asked).toHaveLength(3);
});

test('who asks by keys stays where the picture is', async () => {
  const one = stand(new Pictures(), 'https://a.example/1.png');
  one.querySelector('button')?.focus();
  press(one);
  await settled();
  expect(document.activeElement).toBe(images()[0]);
});
