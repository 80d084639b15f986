// @vitest-environment node
import { expect, test } from 'vitest';
import { chosenFiles, nameOf, parcelOf } from './chosenFiles';

function file(path: string): File {
  const made = new File(['text'], path.slice(path.lastIndexOf('/') + 1));
  return Object.assign(made, { webkitRelativePath: path.includes('/') ? path : '' });
}

const choose = (...paths: string[]) => chosenFiles(paths.map(file));

test('what programs hide or install stays on the device', () => {
  const chosen = choose('Notes/a.md', 'Notes/.git/config', 'Notes/node_modules/x/README.md', 'Notes/.DS_Store');
  expect(chosen.map(({ path }) => path)).toEqual(['Notes/a.md']);
});

test('a single text or archive is sent as it is', async () => {
  for (const [path, type] of [
    ['plan.md', 'text/markdown'],
    ['Page.HTM', 'text/html'],
    ['notes.zip', 'application/zip'],
  ] as const) {
    const [chosen] = choose(path);
    const parcel = await parcelOf(choose(path));
    expect(parcel).toMatchObject({ type, name: path.replace(/\..*/, '') });
    expect(parcel.bytes.size).toBe(chosen?.file.size);
  }
});

test('a folder with one text in it is a folder', async () => {
  expect(await parcelOf(choose('Notes/a.md'))).toMatchObject({ name: 'Notes', type: 'application/zip' });
});

test('a folder gives the import its name, and several files give none', async () => {
  expect(nameOf(choose('Notes/a.md', 'Notes/deep/b.md'))).toBe('Notes');
  expect(nameOf(choose('a.md', 'b.md'))).toBeNull();
  const parcel = await parcelOf(choose('Notes/a.md', 'Notes/deep/b.md'));
  expect(parcel).toMatchObject({ name: 'Notes', type: 'application/zip' });
  const listed = Buffer.from(await parcel.bytes.arrayBuffer()).toString('latin1');
  expect(listed).toContain('deep/b.md');
  expect(listed).not.toContain('Notes/');
});
