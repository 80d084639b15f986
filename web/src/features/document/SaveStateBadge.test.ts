import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { SaveState } from '../../sync/saveState';
import { newsOf } from './SaveStateBadge';

const said = ((key: string, values?: object) => key + JSON.stringify(values ?? '')) as unknown as TFunction;
const news = (save: SaveState) => newsOf(save, false, said);

test('seconds and changes that are counted on are no news', () => {
  expect(news({ kind: 'slow', seconds: 6 })).toBe(news({ kind: 'slow', seconds: 7 }));
  expect(news({ kind: 'offline', changes: 1 })).toBe(news({ kind: 'offline', changes: 2 }));
  expect(news({ kind: 'slow', seconds: 6 })).not.toBe('');
  expect(news({ kind: 'offline', changes: 1 })).not.toBe('');
});

test('from typing to saved and back nothing is read out', () => {
  for (const kind of ['saved', 'editing', 'saving', 'opening', 'device'] as const) expect(news({ kind })).toBe('');
});
