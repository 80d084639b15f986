import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test } from 'vitest';
import { yCollab } from 'y-codemirror.next';
import en from '../i18n/en.json';
import { Replica } from '../sync/replica';
import { attachedMarkdown, type Sent } from './attachedMarkdown';
import { attaching } from './attaching';
import { carriedFiles } from './carriedFiles';
import { Uploads, type Failure } from './uploads';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function textOf(content: string): Replica {
  const replica = new Replica({ userId: 'me', documentId: 'd', epoch: 1 }, true, null);
  replica.text.insert(0, content);
  closing.push(() => replica.close());
  return replica;
}

const file = (name: string) => new File(['bytes'], name, { type: 'image/png' });
const settled = () => new Promise((done) => setTimeout(done));

/** A server that answers when the test says so. */
function desk() {
  const asked: string[] = [];
  const answers = new Map<string, { arrive: (sent: Sent) => void; fail: (error: Error) => void }>();
  const progress = new Map<string, (part: number) => void>();
  const failures: Failure[] = [];
  const uploads = new Uploads(
    ({ name }, report) =>
      new Promise((arrive, fail) => {
        asked.push(name);
        progress.set(name, report);
        answers.set(name, { arrive, fail });
      }),
  );
  uploads.onFailure((failure) => failures.push(failure));
  return {
    uploads,
    asked,
    failures,
    progress: (name: string, part: number) => progress.get(name)?.(part),
    arrive: async (name: string) => {
      answers.get(name)?.arrive({ address: `/at/${name}`, isPicture: true });
      await settled();
    },
    fail: async (name: string, why = 'offline') => {
      answers.get(name)?.fail(new Error(why));
      await settled();
    },
  };
}

test('nothing is written before all that came at once has arrived; then it stands in the order in which it came', async () => {
  const shown = textOf('Before\n\nAfter');
  const { uploads, arrive } = desk();
  uploads.add([file('a.png'), file('b.png'), file('c.png')], shown, 7);
  for (const name of ['c.png', 'a.png']) await arrive(name);
  expect(shown.text.toJSON()).toBe('Before\n\nAfter');
  await arrive('b.png');
  expect(shown.text.toJSON()).toBe('Before\n![a.png](/at/a.png)\n![b.png](/at/b.png)\n![c.png](/at/c.png)\nAfter');
  expect(uploads.busy()).toBe(false);
});

test('they come to where they were put, however others and the person themselves have written since', async () => {
  const shown = textOf('one two');
  const { uploads, arrive } = desk();
  uploads.add([file('a.png')], shown, 3);
  shown.text.insert(0, 'zero ');
  shown.text.insert(8, ', typed on,');
  expect(uploads.placed(shown)).toMatchObject([{ at: 8, upload: { names: ['a.png'], failed: false } }]);
  await arrive('a.png');
  expect(shown.text.toJSON()).toBe('zero one![a.png](/at/a.png), typed on, two');
});

test('a paste is one thing to undo, apart from what was typed before and after', async () => {
  const shown = textOf('');
  const typing = {};
  shown.undo.addTrackedOrigin(typing);
  const type = (words: string) => shown.doc.transact(() => shown.text.insert(shown.text.length, words), typing);
  const { uploads, arrive } = desk();
  type('Look: ');
  uploads.add([file('a.png'), file('b.png')], shown, 6);
  await arrive('a.png');
  await arrive('b.png');
  type(' there');
  shown.undo.undo();
  expect(shown.text.toJSON()).toBe('Look: ![a.png](/at/a.png)\n![b.png](/at/b.png)');
  shown.undo.undo();
  expect(shown.text.toJSON()).toBe('Look: ');
  shown.undo.redo();
  expect(shown.text.toJSON()).toBe('Look: ![a.png](/at/a.png)\n![b.png](/at/b.png)');
});

test('what failed keeps its place among the others, and comes there when it is tried again', async () => {
  const shown = textOf('x');
  const { uploads, arrive, fail, failures, asked } = desk();
  uploads.add([file('a.png'), file('b.png'), file('c.png')], shown, 1);
  await fail('a.png', 'too large');
  await arrive('b.png');
  await fail('c.png');
  expect(shown.text.toJSON()).toBe('x![b.png](/at/b.png)');
  expect(failures).toMatchObject([{ names: ['a.png', 'c.png'], error: { message: 'too large' } }]);
  expect(uploads.busy()).toBe(true);
  expect(uploads.placed(shown)).toMatchObject([{ upload: { names: ['a.png', 'c.png'], failed: true } }]);
  failures[0]?.retry();
  // The button in the text and the one in the message are the same.
  failures[0]?.retry();
  await settled();
  expect(asked).toEqual(['a.png', 'b.png', 'c.png', 'a.png', 'c.png']);
  await arrive('c.png');
  await arrive('a.png');
  expect(shown.text.toJSON()).toBe('x![a.png](/at/a.png)\n![b.png](/at/b.png)\n![c.png](/at/c.png)');
  expect(uploads.busy()).toBe(false);
});

test('only a few are sent at a time, and the next one follows also on a failure', async () => {
  const shown = textOf('');
  const { uploads, asked, arrive, fail } = desk();
  uploads.add(
    [1, 2, 3, 4, 5].map((n) => file(`${n}.png`)),
    shown,
    0,
  );
  expect(asked).toEqual(['1.png', '2.png', '3.png']);
  await fail('2.png');
  await arrive('1.png');
  expect(asked).toEqual(['1.png', '2.png', '3.png', '4.png', '5.png']);
});

test('what is cancelled is never written', async () => {
  const shown = textOf('');
  const { uploads, arrive, failures } = desk();
  uploads.add([file('a.png')], shown, 0);
  uploads.cancel(1);
  expect(uploads.busy()).toBe(false);
  await arrive('a.png');
  expect(shown.text.toJSON()).toBe('');
  expect(failures).toEqual([]);
});

test('when its text was closed it goes into the one that is open now; with none it waits', async () => {
  const draft = textOf('draft');
  const { uploads, arrive, failures } = desk();
  uploads.add([file('a.png')], draft, 5);
  draft.doc.destroy();
  await arrive('a.png');
  expect(failures).toMatchObject([{ names: ['a.png'], error: null }]);
  const shown = textOf('text');
  uploads.writeInto(shown);
  failures[0]?.retry();
  await settled();
  expect(shown.text.toJSON()).toBe('text![a.png](/at/a.png)');
});

test('the row of a table stays one line', async () => {
  const shown = textOf('| a |  |');
  const { uploads, arrive } = desk();
  uploads.add([file('a.png'), file('b.png')], shown, 6);
  await arrive('a.png');
  await arrive('b.png');
  expect(shown.text.toJSON()).toBe('| a | ![a.png](/at/a.png) ![b.png](/at/b.png) |');
});

test('the editor shows how far they are, at their place, and the cursor that waits there goes on behind them', async () => {
  const shown = textOf('Here: ');
  const { uploads, arrive, progress, fail } = desk();
  const view = new EditorView({
    parent: document.body,
    state: EditorState.create({
      doc: shown.text.toJSON(),
      selection: { anchor: 6 },
      extensions: [
        yCollab(shown.text, null, { undoManager: shown.undo }),
        attaching(shown, { words: en.attach, uploads, refused: () => undefined }),
      ],
    }),
  });
  closing.push(() => view.destroy());
  uploads.add([file('a.png')], shown, 6);
  await settled();
  const bar = view.dom.querySelector('progress');
  progress('a.png', 0.5);
  await settled();
  expect(view.dom.querySelector('progress')).toBe(bar);
  expect(bar?.value).toBe(0.5);
  await fail('a.png');
  expect(view.dom.querySelector('.mdr-upload')?.textContent).toContain('not attached');
  view.dom.querySelector<HTMLButtonElement>('.mdr-upload button')?.click();
  await settled();
  expect(view.dom.querySelector('progress')).not.toBeNull();
  await arrive('a.png');
  expect(view.dom.querySelector('.mdr-upload')).toBeNull();
  expect(view.state.doc.toString()).toBe('Here: ![a.png](/at/a.png)');
  expect(view.state.selection.main.head).toBe(view.state.doc.length);
});

function clipboard(text: string, ...names: string[]) {
  const files = names.map(file) as unknown as FileList;
  return { files, getData: () => text };
}

test.each([
  ['a picture alone', clipboard('', 'image.png'), ['image.png']],
  ['what a file manager copies', clipboard('a.png\r\nb.png', 'a.png', 'b.png'), ['a.png', 'b.png']],
  ['words with a picture of them, from a spreadsheet', clipboard('1\t2', 'image.png'), []],
  ['words', clipboard('hello'), []],
])('of a clipboard with %s the files are taken if they are what was copied', (_what, data, names) => {
  expect(carriedFiles(data).map(({ name }) => name)).toEqual(names);
});

test('a name can’t end its own label, and what is no picture is linked', () => {
  expect(attachedMarkdown('a](https://b.example)[`<.png', { address: '/x', isPicture: true })).toBe(
    '![a\\](https://b.example)\\[\\`\\<.png](/x)',
  );
  expect(attachedMarkdown('plan.pdf', { address: '/x', isPicture: false })).toBe('[plan.pdf](/x)');
});
