// @vitest-environment jsdom
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test, vi } from 'vitest';
import en from '../i18n/en.json';
import type { FarPictures } from '../markdown/farPictures';
import { livePreview } from './livePreview';
import { markdownSyntax } from './markdownSyntax';

// What it is drawn into, jsdom doesn't measure.
vi.hoisted(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
});

const look = { task: 'Task', preview: en.preview, files: null, far: null };
let view: EditorView | null = null;
afterEach(() => view?.destroy());

function open(text: string, far: FarPictures | null = null): EditorView {
  view = new EditorView({
    parent: document.body,
    state: EditorState.create({ doc: text, extensions: [markdownSyntax, livePreview({ ...look, far }, false)] }),
  });
  return view;
}

const lines = ({ contentDOM }: EditorView) =>
  [...contentDOM.querySelectorAll('.cm-line')].map((line) => [
    line.textContent,
    line.className.replace('cm-line ', ''),
  ]);

test('a callout is called what it is, and its text is untouched', () => {
  const text = '> [!WARNING]\n> Mind the gap.\n\nAfter\n';
  const [title, body] = lines(open(text));
  expect(title).toEqual(['Warning', 'mdr-live-quote mdr-live-callout-warning']);
  expect(body).toEqual(['Mind the gap.', 'mdr-live-quote mdr-live-callout-warning']);
  expect(view?.state.doc.toString()).toBe(text);
});

test('where the cursor is, a callout is source', () => {
  const editor = open('> [!NOTE]\n> Words\n');
  editor.focus();
  editor.dispatch({ selection: { anchor: 3 } });
  expect(lines(editor)[0]?.[0]).toBe('> [!NOTE]');
  editor.dispatch({ selection: { anchor: editor.state.doc.length } });
  expect(lines(editor)[0]?.[0]).toBe('Note');
});

test('a quotation that only mentions one stays a quotation', () => {
  expect(lines(open('> [!NOTE] and more\n'))[0]?.[1]).toBe('mdr-live-quote');
});

test('front matter is no heading under a rule', () => {
  const [top, title, end, body] = lines(open('---\ntitle: *Plan*\n---\n# Heading\n'));
  for (const line of [top, title, end]) expect(line?.[1]).toBe('mdr-live-code mdr-live-front-matter');
  expect(title?.[0]).toBe('title: *Plan*');
  expect(body).toEqual(['Heading', 'mdr-live-h1']);
  expect(lines(open('---\nno end\n'))[0]?.[1]).not.toContain('front-matter');
});

test('code is coloured, moves along at once when one types, and is coloured anew after that', async () => {
  const editor = open('```js\nconst a = 1;\n```\n');
  const keywords = () => [...editor.contentDOM.querySelectorAll('.hljs-keyword')].map((word) => word.textContent);
  await vi.waitFor(() => expect(keywords()).toEqual(['const']), 5_000);
  editor.dispatch({ changes: { from: 0, insert: 'Before\n\n' } });
  expect(keywords()).toEqual(['const']);
  editor.dispatch({ changes: { from: editor.state.doc.toString().indexOf('const'), insert: 'return ' } });
  await vi.waitFor(() => expect(keywords()).toEqual(['return', 'const']), 5_000);
});

test('a note is named by its label alone, and what is said there is no link', () => {
  const [named, , said, long] = lines(open('Said[^one] so.\n\n[^one]: there\n[^2]: and there\n'));
  expect(named?.[0]).toBe('Saidone so.');
  expect(said?.[0]).toBe('[^one]: there');
  expect(long?.[0]).toBe('[^2]: and there');
  expect(view?.contentDOM.querySelectorAll('.mdr-live-note')).toHaveLength(1);
  expect(view?.contentDOM.querySelectorAll('.mdr-live-note-mark')).toHaveLength(2);
  expect(view?.contentDOM.querySelectorAll('.mdr-live-link')).toHaveLength(0);
});

test('a mention is a name that leads nowhere, and source where the cursor is', () => {
  const text = 'Ask @[Ben *O*](0198c0de-0000-7000-8000-000000000001), @[x](y)\n';
  const editor = open(text);
  const shown = () => lines(editor)[0]?.[0];
  expect(shown()).toBe('Ask @Ben *O*, @x');
  const chips = [...editor.contentDOM.querySelectorAll('.mdr-live-mention')].map((chip) => chip.textContent);
  expect(chips).toEqual(['@Ben *O*']);
  expect(editor.contentDOM.querySelectorAll('[data-href^="0198"]')).toHaveLength(0);
  editor.focus();
  editor.dispatch({ selection: { anchor: 8 } });
  expect(shown()).toBe('Ask @[Ben *O*](0198c0de-0000-7000-8000-000000000001), @x');
  editor.dispatch({ selection: { anchor: text.length } });
  expect(shown()).toBe('Ask @Ben *O*, @x');
});

test('a picture from elsewhere is asked for where there is somebody to ask, and is source where the cursor is', async () => {
  const far: FarPictures = {
    isShown: () => false,
    show: () => undefined,
    here: () => null,
    picture: () => Promise.resolve(null),
  };
  const text =
    '![A boat](https://a.example/boat.png)\n\n![](<https://a.example/2.png>)\n\n![x](https://a.example/?a&amp;b)\n';
  const shown = (editor: EditorView) =>
    [...editor.contentDOM.querySelectorAll<HTMLElement>('.mdr-far')].map(({ textContent }) => textContent);
  expect(shown(open(text))).toEqual([]);
  view?.destroy();

  const editor = open(text, far);
  await vi.waitFor(() => {
    expect(shown(editor)).toEqual([
      'A boathttps://a.example/boat.pngShow pictures from a.example',
      'https://a.example/2.pngShow pictures from a.example',
    ]);
  });
  editor.focus();
  editor.dispatch({ selection: { anchor: 3 } });
  expect(shown(editor)).toHaveLength(1);
  expect(editor.state.doc.toString()).toBe(text);
});
