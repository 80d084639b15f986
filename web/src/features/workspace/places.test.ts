import { expect, test } from 'vitest';
import type { Tree, TreeFolder } from '../../api/types';
import { documentsIn, pathOf, placesFor, placesIn } from './places';

const document = (id: string) =>
  ({
    id,
    title: id,
    role: 'editor',
    isTemplate: false,
    isRestricted: false,
    updatedAt: '2026-01-01T00:00:00Z',
  }) as const;
const folder = (id: string, folders: TreeFolder[], documents: string[] = []): TreeFolder => ({
  id,
  name: id,
  folders,
  documents: documents.map(document),
});
const TREE: Tree = {
  workspaceId: 'w',
  folders: [folder('a', [folder('b', [], ['deep'])]), folder('c', [])],
  documents: [document('top')],
};

test('places stand in the order of the tree, behind the top', () => {
  expect(placesIn(TREE).map(({ path }) => path.join('/'))).toEqual(['', 'a', 'a/b', 'c']);
});

test('a folder can’t go into itself or what it holds', () => {
  expect(placesFor(TREE, 'a').map(({ id }) => id)).toEqual([null, 'c']);
  expect(placesFor(TREE, null)).toHaveLength(4);
});

test('a document’s path is found wherever it is', () => {
  expect(pathOf(TREE, 'deep')).toEqual(['a', 'b']);
  expect(pathOf(TREE, 'top')).toEqual([]);
  expect(pathOf(TREE, 'elsewhere')).toBeNull();
  expect(documentsIn(TREE).map(({ id }) => id)).toEqual(['top', 'deep']);
});
