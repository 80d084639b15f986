// @vitest-environment jsdom
import { acceptCompletion, completionStatus, currentCompletions, startCompletion } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test, vi } from 'vitest';
import en from '../i18n/en.json';
import { completions } from './completions';
import { markdownSyntax } from './markdownSyntax';
import { mentionBefore, mentionMenu, type Found, type Person } from './mentionMenu';

const BEN = { id: '0198c0de-0000-7000-8000-000000000001', name: 'Ben Okafor', email: 'ben@example.org', canOpen: true };
const BEA = { id: '0198c0de-0000-7000-8000-000000000002', name: 'Bea [x]', email: null, canOpen: false };

/** Where somebody is asked for when this was just typed. */
function asksAt(text: string, asked = false): string | null {
  const state = EditorState.create({ doc: text, extensions: markdownSyntax });
  return mentionBefore(state, text.length, asked)?.query ?? null;
}

test.each([
  ['@b', 'b'],
  ['- @be', 'be'],
  ['see (@Ben O', 'Ben O'],
  ['one\n> @b', 'b'],
])('%j asks for %j', (text, query) => {
  expect(asksAt(text)).toBe(query);
});

test.each([
  '@',
  'me@b',
  'me@example.org',
  '@ b',
  '@Ben ',
  '`a\n@b`',
  '```\n@b',
  '    @b',
  '$@b$',
  'https://a.example/@b',
])('%j asks for nobody', (text) => {
  expect(asksAt(text)).toBeNull();
});

test('where the menu is asked for, the sign is enough', () => {
  expect(asksAt('see @', true)).toBe('');
  expect(asksAt('see@', true)).toBeNull();
  expect(asksAt('```\n@', true)).toBeNull();
});

// Nothing here has a size.
vi.hoisted(() => {
  Range.prototype.getClientRects = () => document.createElement('i').getClientRects();
});

let view: EditorView | null = null;
afterEach(() => view?.destroy());

/** An editor in which this is typed. */
function typed(text: string, find: (query: string) => Promise<Found>, outsider: (person: Person) => void = vi.fn()) {
  const mention = mentionMenu({ cantOpen: 'can’t open it', find, outsider });
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({
      extensions: [markdownSyntax, completions(en.editor, { file: null, templates: null, mention })],
    }),
  });
  type(view, text);
  return view;
}

function type(into: EditorView, text: string): void {
  into.dispatch({ ...into.state.replaceSelection(text), userEvent: 'input.type' });
}

const names = ({ state }: EditorView) =>
  currentCompletions(state).map(({ displayLabel, detail }) => [displayLabel, detail]);

test('those whom the server finds are offered, and what is typed on narrows them down without it', async () => {
  const find = vi.fn(() => Promise.resolve({ people: [BEN, BEA], isAll: true }));
  const editor = typed('@b', find);
  await vi.waitFor(() =>
    expect(names(editor)).toEqual([
      ['Ben Okafor', 'ben@example.org'],
      ['Bea [x]', 'can’t open it'],
    ]),
  );
  type(editor, 'en');
  await vi.waitFor(() => expect(names(editor)).toEqual([['Ben Okafor', 'ben@example.org']]));
  expect(find).toHaveBeenCalledOnce();
  expect(acceptCompletion(editor)).toBe(true);
  expect(editor.state.doc.toString()).toBe(`@[Ben Okafor](${BEN.id}) `);
  expect(editor.state.selection.main.head).toBe(editor.state.doc.length);
});

test('while the server knows of more, it is asked again, and until it answers Enter takes nobody', async () => {
  const answers: ((found: Found) => void)[] = [];
  const find = vi.fn(() => new Promise<Found>((resolve) => answers.push(resolve)));
  const editor = typed('@b', find);
  await vi.waitFor(() => expect(find).toHaveBeenCalledWith('b'));
  expect(acceptCompletion(editor)).toBe(false);
  answers[0]?.({ people: [BEA], isAll: false });
  await vi.waitFor(() => expect(names(editor)).toHaveLength(1));
  type(editor, 'en');
  expect(acceptCompletion(editor)).toBe(false);
  await vi.waitFor(() => expect(find).toHaveBeenCalledWith('ben'));
  answers[1]?.({ people: [BEN], isAll: true });
  await vi.waitFor(() => expect(names(editor)).toEqual([['Ben Okafor', 'ben@example.org']]));
});

test('where nobody can be asked, nothing is offered and the sign stays', async () => {
  const find = vi.fn(() => Promise.reject(new Error('offline')));
  const editor = typed('@be', find);
  await vi.waitFor(() => expect(find).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(completionStatus(editor.state)).toBeNull());
  expect(acceptCompletion(editor)).toBe(false);
  expect(editor.state.doc.toString()).toBe('@be');
});

test('whose document it isn’t is told of, and what would end a name is left out of it', async () => {
  const outsider = vi.fn();
  const editor = typed('@bea', () => Promise.resolve({ people: [BEA], isAll: true }), outsider);
  await vi.waitFor(() => expect(names(editor)).toHaveLength(1));
  acceptCompletion(editor);
  expect(editor.state.doc.toString()).toBe(`@[Bea  x ](${BEA.id}) `);
  expect(outsider).toHaveBeenCalledExactlyOnceWith(BEA);
});

test('the "/" menu has an entry that asks for everybody, where people can be mentioned', async () => {
  const find = vi.fn(() => Promise.resolve({ people: [BEN], isAll: true }));
  const editor = typed('/ment', find);
  await vi.waitFor(() => expect(names(editor)).toEqual([['Mention', '@']]));
  acceptCompletion(editor);
  expect(editor.state.doc.toString()).toBe('@');
  await vi.waitFor(() => expect(names(editor)).toEqual([['Ben Okafor', 'ben@example.org']]));
  expect(find).toHaveBeenCalledExactlyOnceWith('');
  editor.destroy();

  const alone = new EditorView({
    state: EditorState.create({
      extensions: [markdownSyntax, completions(en.editor, { file: null, templates: null, mention: null })],
    }),
  });
  view = alone;
  type(alone, '/');
  startCompletion(alone);
  await vi.waitFor(() => expect(names(alone).length).toBeGreaterThan(10));
  expect(names(alone).map(([name]) => name)).not.toContain('Mention');
});
