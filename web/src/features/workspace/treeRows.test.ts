import { expect, test } from 'vitest';
import type { Tree, TreeDocument, TreeFolder } from '../../api/types';
import { rowsOf, stepOf, type EntryRow, type TreeRow } from './treeRows';

const document = (id: string): TreeDocument => ({
  id,
  title: `${id} title`,
  role: 'editor',
  isTemplate: false,
  isRestricted: false,
  updatedAt: '2026-01-01T00:00:00Z',
});
const folder = (id: string, folders: TreeFolder[], documents: TreeDocument[]): TreeFolder => ({
  id,
  name: id,
  folders,
  documents,
});

const TREE: Tree = {
  workspaceId: 'workspace',
  folders: [
    folder('plans', [folder('empty', [], [])], [document('garden')]),
    folder('closed', [], [document('unseen')]),
  ],
  documents: [document('alone'), document('zebra')],
};
const rows = () => rowsOf(TREE, new Set(['plans', 'empty']));

const nameOf = (row: EntryRow) => (row.kind === 'folder' ? row.folder.name : row.document.title);
const lineOf = (row: TreeRow) =>
  row.kind === 'nothing' ? `${row.level} –` : `${row.level} ${row.at}/${row.of} ${row.id}`;
/** Where a key leads from an entry. */
function from(id: string, key: string): string {
  const all = rows();
  const step = stepOf(
    key,
    all,
    all.findIndex((row) => row.id === id),
    nameOf,
  );
  if (step === null) return 'stays';
  return step.kind === 'go' ? (all[step.to]?.id ?? 'nowhere') : `turns ${step.folder}`;
}

test('each entry says its level, and which of how many it is there; what is in a closed folder isn’t seen', () => {
  expect(rows().map(lineOf)).toEqual([
    '1 1/4 plans',
    '2 1/2 empty',
    '3 –',
    '2 2/2 garden',
    '1 2/4 closed',
    '1 3/4 alone',
    '1 4/4 zebra',
  ]);
});

test('up and down go from entry to entry and stop at the ends', () => {
  expect(from('plans', 'ArrowDown')).toBe('empty');
  expect(from('empty', 'ArrowDown')).toBe('garden');
  expect(from('garden', 'ArrowUp')).toBe('empty');
  expect(from('plans', 'ArrowUp')).toBe('stays');
  expect(from('zebra', 'ArrowDown')).toBe('stays');
  expect(from('garden', 'Home')).toBe('plans');
  expect(from('garden', 'End')).toBe('zebra');
});

test('right opens a folder and then goes into it; left closes it, and leads out of it from what is in it', () => {
  expect(from('closed', 'ArrowRight')).toBe('turns closed');
  expect(from('plans', 'ArrowRight')).toBe('empty');
  expect(from('empty', 'ArrowRight')).toBe('stays');
  expect(from('plans', 'ArrowLeft')).toBe('turns plans');
  expect(from('garden', 'ArrowLeft')).toBe('plans');
  expect(from('alone', 'ArrowLeft')).toBe('stays');
  expect(from('alone', 'ArrowRight')).toBe('stays');
});

test('a letter leads to the next entry that begins with it, from the end around to the beginning', () => {
  expect(from('plans', 'z')).toBe('zebra');
  expect(from('zebra', 'G')).toBe('garden');
  expect(from('zebra', 'x')).toBe('stays');
  expect(from('zebra', ' ')).toBe('stays');
  expect(from('zebra', 'Escape')).toBe('stays');
});
