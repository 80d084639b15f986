import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { toggleTaskInText } from './tasks';

test('a box is ticked and unticked by one character', () => {
  const text = new Y.Doc().getText('content');
  text.insert(0, '# List\n\n- [ ] one\n  1. [x] two\n');
  toggleTaskInText(text, 2);
  toggleTaskInText(text, 3);
  expect(text.toJSON()).toBe('# List\n\n- [x] one\n  1. [ ] two\n');
});

test('a line without a box stays', () => {
  const text = new Y.Doc().getText('content');
  text.insert(0, 'see [x] here');
  toggleTaskInText(text, 0);
  expect(text.toJSON()).toBe('see [x] here');
});
