import { aligned, type Step } from './aligned';

/** What can't be marked inside: it becomes something else once it is on the page, or has no words. */
const WHOLE = '.mdr-math, .mdr-task, .mdr-task-done, .mdr-attached, img, br';
const ENDS = new Set(['P', 'LI', 'TR', 'TD', 'TH', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE']);
/** With less in common than this, two blocks are two. */
const ALIKE = 0.4;
const serializer = new XMLSerializer();
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A word with the blanks after it, a thing that stays whole, or the beginning of a paragraph or cell. */
type Part = { key: string } & (
  { kind: 'word'; node: Text; text: string } | { kind: 'whole'; node: Element } | { kind: 'edge' }
);

interface Marks {
  added: () => HTMLElement;
  removed: () => HTMLElement;
}

/**
 * Marks in a rendered block what is new in it, and puts what went where it stood.
 *
 * @returns whether it did: of blocks that have little in common it leaves both as they are.
 */
export function markWords(block: Node, before: Node, { added, removed }: Marks): boolean {
  const [old, now] = [partsOf(before), partsOf(block)];
  const steps = fromEdges(aligned(old.map(keyOf), now.map(keyOf)), old);
  const stayed = steps.filter((step) => step.kind === 'same' && now[step.after]?.kind !== 'edge').length;
  const most = Math.max(...[old, now].map((parts) => parts.filter(({ kind }) => kind !== 'edge').length));
  if (stayed < most * ALIKE) return false;

  const places = new Places(now, added, removed);
  let gone: Part[] = [];
  for (const step of steps)
    if (step.kind === 'removed') gone.push(...old.slice(step.before, step.before + 1));
    else {
      places.put(step.after, step.kind === 'added', gone);
      gone = [];
    }
  places.end(gone);
  return true;
}

const keyOf = ({ key }: Part) => key;

/** "a [b a] c" lacks the same as "[a b] a c": what went begins with its paragraph where it can. */
function fromEdges(steps: Step[], old: readonly Part[]): Step[] {
  const moved = [...steps];
  for (let end = 0; end < moved.length; end++) {
    if (moved[end]?.kind !== 'removed' || moved[end + 1]?.kind === 'removed' || moved[end + 1]?.kind === 'added')
      continue;
    let start = end;
    while (moved[start - 1]?.kind === 'removed') start -= 1;
    const partAt = (index: number) => {
      const step = moved[index];
      return step === undefined || step.kind === 'added' ? undefined : old[step.before];
    };
    let by = 0;
    while (partAt(start - by)?.kind !== 'edge' && isSame(start - by - 1, end - by)) by += 1;
    if (partAt(start - by)?.kind === 'edge') for (let n = 0; n < by; n++) shift(start - n - 1, end - n);

    function isSame(front: number, back: number) {
      return moved[front]?.kind === 'same' && partAt(front)?.key === partAt(back)?.key;
    }
  }
  return moved;

  /** What stayed in front goes, and the same at the end stays in its stead. */
  function shift(front: number, back: number) {
    const [stayed, gone] = [moved[front], moved[back]];
    if (stayed?.kind !== 'same' || gone?.kind !== 'removed') return;
    moved[front] = { kind: 'removed', before: stayed.before };
    moved[back] = { kind: 'same', before: gone.before, after: stayed.after };
  }
}

function partsOf(root: Node): Part[] {
  const parts: Part[] = [];
  const visit = (node: Node) => {
    if (node instanceof Text) {
      // Between the items of a list nothing is written.
      if (node.data.trim() === '') return;
      for (const text of wordsOf(node.data)) parts.push({ kind: 'word', node, text, key: text.trim() });
      return;
    }
    if (node instanceof Element) {
      if (node.matches(WHOLE)) {
        parts.push({ kind: 'whole', node, key: serializer.serializeToString(node) });
        return;
      }
      if (ENDS.has(node.tagName)) parts.push({ kind: 'edge', key: `<${node.tagName}` });
    }
    node.childNodes.forEach(visit);
  };
  visit(root);
  return parts;
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = words.length - 1;
    if (segment.trim() === '' && last >= 0) words[last] = `${words[last] ?? ''}${segment}`;
    else words.push(segment);
  }
  return words;
}

/** Builds the marked block: each of its texts is taken apart once, when the next one begins. */
class Places {
  readonly #parts: readonly Part[];
  readonly #added: () => HTMLElement;
  readonly #removed: () => HTMLElement;
  #text: { node: Text; pieces: { mark: 'same' | 'added' | 'removed'; nodes: Node[] }[] } | null = null;
  /** What went in front of an edge belongs to what stands before it. */
  #last: Element | null = null;

  constructor(parts: readonly Part[], added: () => HTMLElement, removed: () => HTMLElement) {
    this.#parts = parts;
    this.#added = added;
    this.#removed = removed;
  }

  put(index: number, isNew: boolean, gone: readonly Part[]): void {
    const part = this.#parts[index];
    if (part === undefined) return;
    switch (part.kind) {
      case 'edge':
        this.#put(gone);
        this.#close();
        break;
      case 'whole': {
        this.#close();
        if (gone.length > 0) part.node.before(this.#marked('removed', contentsOf(gone)));
        if (isNew) {
          const mark = this.#added();
          part.node.replaceWith(mark);
          mark.append(part.node);
        }
        this.#last = part.node.parentElement?.tagName === 'INS' ? part.node.parentElement : part.node;
        break;
      }
      case 'word':
        if (this.#text?.node !== part.node) {
          this.#close();
          this.#text = { node: part.node, pieces: [] };
        }
        this.#put(gone);
        this.#piece(isNew ? 'added' : 'same', [document.createTextNode(part.text)]);
    }
  }

  end(gone: readonly Part[]): void {
    this.#put(gone);
    this.#close();
  }

  #put(gone: readonly Part[]): void {
    const contents = contentsOf(gone);
    if (contents.length === 0) return;
    if (this.#text !== null) this.#piece('removed', contents);
    else this.#last?.after(this.#marked('removed', contents));
  }

  #piece(mark: 'same' | 'added' | 'removed', nodes: Node[]): void {
    const last = this.#text?.pieces.at(-1);
    if (last?.mark === mark) last.nodes.push(...nodes);
    else this.#text?.pieces.push({ mark, nodes });
  }

  #close(): void {
    if (this.#text === null) return;
    const { node, pieces } = this.#text;
    node.replaceWith(...pieces.flatMap(({ mark, nodes }) => (mark === 'same' ? nodes : [this.#marked(mark, nodes)])));
    this.#text = null;
  }

  #marked(mark: 'added' | 'removed', nodes: Node[]): HTMLElement {
    const element = mark === 'added' ? this.#added() : this.#removed();
    element.append(...nodes);
    return element;
  }
}

function contentsOf(gone: readonly Part[]): Node[] {
  if (gone.every(({ kind }) => kind === 'edge')) return [];
  return gone.map((part) => {
    switch (part.kind) {
      case 'word':
        return document.createTextNode(part.text);
      case 'whole':
        return part.node.cloneNode(true);
      case 'edge':
        // Words of two paragraphs don't run together.
        return document.createTextNode(' ');
    }
  });
}
