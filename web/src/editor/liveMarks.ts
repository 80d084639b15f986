import { syntaxTree } from '@codemirror/language';
import type { EditorState, Range, SelectionRange } from '@codemirror/state';
import { Decoration, type EditorView } from '@codemirror/view';
import type { SyntaxNodeRef } from '@lezer/common';
import { attachmentOf } from '../markdown/attachments';
import type { Callout } from '../markdown/calloutRule';
import { hostOf } from '../markdown/farPictures';
import { mayLink } from '../markdown/links';
import { frontMatterEnd } from './frontMatter';
import { AttachedPicture, Bullet, CalloutTitle, FarStand, Formula, Rule, TaskBox } from './liveWidgets';
import type { LiveLook } from './livePreview';

const hidden = Decoration.replace({});
const INLINE = new Set(['Emphasis', 'StrongEmphasis', 'Strikethrough', 'InlineCode']);
const INLINE_MARKS = new Set(['EmphasisMark', 'StrikethroughMark', 'CodeMark']);
/** `> [!NOTE]`, as `markdown/calloutRule.ts` has it. */
const CALLOUT = /^(> {0,4})\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$/;
/** `[^1]`, as `markdown/footnoteRule.ts` has it. */
const NOTE = /^\[\^[^\]\s]+\]$/;
const HEADING = /^(?:ATX|Setext)Heading(\d)$/;

/**
 * How the source looks in Live mode: marks step out of sight except where the cursor is. Decorations only; the text
 * is never touched, and only what is in sight is looked at.
 */
export function liveMarks(view: EditorView, look: LiveLook) {
  const found: Range<Decoration>[] = [];
  const scene = new Scene(view, found, look);
  scene.frontMatter();
  for (const { from, to } of view.visibleRanges)
    syntaxTree(view.state).iterate({ from, to, enter: (node) => scene.enter(node) });
  return Decoration.set(found, true);
}

/** The same for one stretch of it, in no certain order. */
export function marksWithin(view: EditorView, look: LiveLook, from: number, to: number): Range<Decoration>[] {
  const found: Range<Decoration>[] = [];
  const scene = new Scene(view, found, look);
  syntaxTree(view.state).iterate({ from, to, enter: (node) => scene.enter(node) });
  return found;
}

class Scene {
  readonly #state: EditorState;
  readonly #active: readonly SelectionRange[];
  readonly #found: Range<Decoration>[];
  readonly #taskLabel: string;
  readonly #look: LiveLook;
  readonly #callouts: Record<Callout, string>;
  readonly #from: number;
  readonly #to: number;
  readonly #bodyFrom: number;

  constructor(view: EditorView, found: Range<Decoration>[], look: LiveLook) {
    this.#state = view.state;
    this.#active = view.hasFocus ? view.state.selection.ranges : [];
    this.#found = found;
    this.#taskLabel = look.task;
    this.#look = look;
    this.#callouts = look.preview.callouts;
    this.#from = view.viewport.from;
    this.#to = view.viewport.to;
    this.#bodyFrom = frontMatterEnd(view.state.doc);
  }

  /** It says something about the text, and none of it is Markdown. */
  frontMatter(): void {
    if (this.#bodyFrom > this.#from)
      this.#lines({ from: 0, to: this.#bodyFrom - 1 }, 'mdr-live-code mdr-live-front-matter');
  }

  enter(node: SyntaxNodeRef): boolean {
    const { name } = node;
    if (node.from < this.#bodyFrom && name !== 'Document') return false;
    const heading = HEADING.exec(name);
    if (heading !== null) this.#lines(node, `mdr-live-h${heading[1]}`);
    else if (INLINE.has(name)) this.#inline(node);
    else
      switch (name) {
        case 'HeaderMark':
          this.#headerMark(node);
          break;
        case 'Link':
          return this.#link(node);
        case 'Mention':
          this.#mention(node);
          return false;
        case 'LinkReference':
          return this.#definition(node);
        case 'Image':
          return this.#picture(node);
        case 'Autolink':
        case 'URL':
          this.#mark(node, 'mdr-live-link');
          break;
        case 'ListMark':
          this.#listMark(node);
          break;
        case 'TaskMarker':
          this.#task(node);
          break;
        case 'Blockquote':
          this.#quote(node);
          break;
        case 'QuoteMark':
          if (!this.#touchesLine(node.from)) this.#hide(node.from, this.#afterBlank(node.to));
          break;
        case 'FencedCode':
        case 'CodeBlock':
          this.#code(node);
          return false;
        case 'HorizontalRule':
          if (!this.#touchesLine(node.from)) this.#replace(node, Decoration.replace({ widget: new Rule() }));
          break;
        case 'Table':
          this.#lines(node, 'mdr-live-table');
          break;
        case 'InlineMath':
          this.#formula(node);
          return false;
        case 'MathBlock':
          this.#lines(node, 'mdr-live-code');
          return true;
      }
    return true;
  }

  #inline(node: SyntaxNodeRef): void {
    if (node.name === 'InlineCode') this.#mark(node, 'mdr-live-code-span');
    if (this.#touches(node.from, node.to)) return;
    for (let child = node.node.firstChild; child !== null; child = child.nextSibling)
      if (INLINE_MARKS.has(child.name)) this.#hide(child.from, child.to);
  }

  #headerMark(node: SyntaxNodeRef): void {
    if (this.#touchesLine(node.from)) return;
    const line = this.#state.doc.lineAt(node.from);
    const isUnderline = /^\s*[=-]+\s*$/.test(line.text) && line.from !== node.node.parent?.from;
    if (isUnderline) return;
    const atStart = line.text.slice(0, node.from - line.from).trim() === '';
    if (atStart) this.#hide(node.from, this.#afterBlank(node.to));
    else this.#hide(node.from, node.to);
  }

  /** The address waits behind the words; Ctrl and a click follow it. */
  #link(node: SyntaxNodeRef): boolean {
    const url = node.node.getChild('URL');
    const marks = node.node.getChildren('LinkMark');
    const [open, close] = marks;
    if (url === null && NOTE.test(this.#state.sliceDoc(node.from, node.to))) return this.#note(node);
    if (url === null || open === undefined || close === undefined) return true;
    const address = this.#state.sliceDoc(url.from, url.to);
    const attributes = mayLink(address) ? { title: address, 'data-href': address } : {};
    if (close.from > open.to)
      this.#found.push(Decoration.mark({ class: 'mdr-live-link', attributes }).range(open.to, close.from));
    const sameLine = this.#state.doc.lineAt(close.from).to >= node.to;
    if (sameLine && !this.#touches(node.from, node.to)) {
      this.#hide(open.from, open.to);
      this.#hide(close.from, node.to);
    }
    return true;
  }

  /** The name alone; it leads nowhere. */
  #mention(node: SyntaxNodeRef): void {
    this.#mark(node, 'mdr-live-mention');
    if (this.#touches(node.from, node.to)) return;
    for (const mark of node.node.getChildren('MentionMark')) this.#hide(mark.from, mark.to);
  }

  /** A note of one word looks to the parser like the address of a link. */
  #definition(node: SyntaxNodeRef): boolean {
    const label = node.node.getChild('LinkLabel');
    if (label === null || !NOTE.test(this.#state.sliceDoc(label.from, label.to))) return true;
    this.#mark(label, 'mdr-live-note-mark');
    return false;
  }

  /** Its name alone, raised, where it is named; and before what it says. */
  #note(node: SyntaxNodeRef): boolean {
    const isDefined =
      this.#state.doc.lineAt(node.from).from === node.from && this.#state.sliceDoc(node.to, node.to + 1) === ':';
    this.#mark(node, isDefined ? 'mdr-live-note-mark' : 'mdr-live-note');
    if (isDefined || this.#touches(node.from, node.to)) return false;
    this.#hide(node.from, node.from + '[^'.length);
    this.#hide(node.to - 1, node.to);
    return false;
  }

  /** Shown in the place of its source, unless the cursor is there. */
  #picture(node: SyntaxNodeRef): boolean {
    const url = node.node.getChild('URL');
    const [open, close] = node.node.getChildren('LinkMark');
    if (url === null || open === undefined || close === undefined) return true;
    const sameLine = this.#state.doc.lineAt(node.from).to >= node.to;
    if (!sameLine || this.#touches(node.from, node.to)) return true;
    const widget = this.#pictureOf(this.#state.sliceDoc(url.from, url.to), this.#state.sliceDoc(open.to, close.from));
    if (widget === null) return true;
    this.#replace(node, Decoration.replace({ widget }));
    return false;
  }

  #pictureOf(address: string, description: string): AttachedPicture | FarStand | null {
    const { files, far, preview } = this.#look;
    const id = attachmentOf(address);
    if (id !== null) return files === null ? null : new AttachedPicture(id, description, files);
    // What Markdown would read as another address stays source.
    const plain = address.replace(/^<(.*)>$/, '$1');
    const host = far === null || /[\\\s]|&#?\w+;/.test(plain) ? null : hostOf(plain);
    return far === null || host === null ? null : new FarStand({ address: plain, host, description }, far, preview);
  }

  #quote(node: SyntaxNodeRef): void {
    this.#lines(node, 'mdr-live-quote');
    const line = this.#state.doc.lineAt(node.from);
    const callout = CALLOUT.exec(this.#state.sliceDoc(node.from, line.to));
    if (callout?.[1] === undefined || callout[2] === undefined) return;
    const kind = callout[2].toLowerCase() as Callout;
    this.#lines(node, `mdr-live-callout-${kind}`);
    if (line.to < this.#from || this.#touchesLine(node.from)) return;
    const widget = new CalloutTitle(kind, this.#callouts[kind]);
    this.#replace({ from: node.from + callout[1].length, to: line.to }, Decoration.replace({ widget }));
  }

  #formula(node: SyntaxNodeRef): void {
    const sameLine = this.#state.doc.lineAt(node.from).to >= node.to;
    if (!sameLine || this.#touches(node.from, node.to)) this.#mark(node, 'mdr-live-math');
    else {
      const widget = new Formula(this.#state.sliceDoc(node.from + 1, node.to - 1));
      this.#replace(node, Decoration.replace({ widget }));
    }
  }

  #listMark(node: SyntaxNodeRef): void {
    const list = node.node.parent?.parent?.name;
    if (list !== 'BulletList' || this.#touches(node.from, node.to)) {
      this.#mark(node, 'mdr-live-list-mark');
      return;
    }
    const isTask = /^ +\[[ xX]\]/.test(this.#state.sliceDoc(node.to, node.to + 8));
    if (isTask) this.#hide(node.from, this.#afterBlank(node.to));
    else this.#replace(node, Decoration.replace({ widget: new Bullet() }));
  }

  #task(node: SyntaxNodeRef): void {
    if (this.#touches(node.from + 1, node.to - 1)) return;
    const done = /x/i.test(this.#state.sliceDoc(node.from, node.to));
    const label = this.#state.doc
      .lineAt(node.from)
      .text.slice(node.to - this.#state.doc.lineAt(node.from).from)
      .trim();
    const widget = new TaskBox(done, label || this.#taskLabel, this.#state.readOnly);
    this.#replace(node, Decoration.replace({ widget }));
    if (done) {
      const { to } = this.#state.doc.lineAt(node.from);
      if (to > node.to) this.#found.push(Decoration.mark({ class: 'mdr-live-done' }).range(node.to, to));
    }
  }

  #code(node: SyntaxNodeRef): void {
    this.#lines(node, 'mdr-live-code');
    if (node.name === 'CodeBlock' || this.#touches(node.from, node.to)) return;
    for (const mark of node.node.getChildren('CodeMark')) {
      const line = this.#state.doc.lineAt(mark.from);
      if (line.from >= this.#from && line.from <= this.#to)
        this.#found.push(Decoration.line({ class: 'mdr-live-fence' }).range(line.from));
      this.#hide(mark.from, mark.to);
    }
  }

  #lines({ from, to }: { from: number; to: number }, className: string): void {
    const { doc } = this.#state;
    const first = doc.lineAt(Math.max(from, this.#from)).number;
    const last = doc.lineAt(Math.min(to, this.#to)).number;
    const line = Decoration.line({ class: className });
    for (let n = first; n <= last; n++) this.#found.push(line.range(doc.line(n).from));
  }

  #mark({ from, to }: { from: number; to: number }, className: string): void {
    this.#found.push(Decoration.mark({ class: className }).range(from, to));
  }

  #hide(from: number, to: number): void {
    if (to > from) this.#found.push(hidden.range(from, to));
  }

  #replace({ from, to }: { from: number; to: number }, by: Decoration): void {
    this.#found.push(by.range(from, to));
  }

  #afterBlank(at: number): number {
    return this.#state.sliceDoc(at, at + 1) === ' ' ? at + 1 : at;
  }

  #touches(from: number, to: number): boolean {
    return this.#active.some((range) => range.from <= to && range.to >= from);
  }

  #touchesLine(at: number): boolean {
    const { from, to } = this.#state.doc.lineAt(at);
    return this.#touches(from, to);
  }
}
