import { EditorSelection, StateEffect, StateField, type Extension } from '@codemirror/state';
import { layer, RectangleMarker, ViewPlugin, type LayerMarker } from '@codemirror/view';
import * as Y from 'yjs';
import { placesOf } from '../sync/places';
import { assistantOf, colourOf, field, readUser } from '../sync/people';
import type { EditorText } from '../sync/editorText';
import type { EditorWords } from './editorWords';
import { icon } from './elements';

/** Where somebody else's cursor stands; offsets are UTF-16 units of the editor's text. */
export interface RemoteCursor {
  client: number;
  /** Where that client's assistant, or an agent, is at work. */
  isAssistant: boolean;
  /** What the agent is called; null where it is none. */
  agent: string | null;
  /** Whose it is. */
  user: string;
  name: string;
  colour: number;
  anchor: number;
  head: number;
}

type HelperWords = Pick<EditorWords, 'assistantOf' | 'agentOf'>;

const setCursors = StateEffect.define<RemoteCursor[]>();

export const remoteCursorField = StateField.define<RemoteCursor[]>({
  create: () => [],
  update(cursors, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCursors)) return effect.value;
    if (!transaction.docChanged) return cursors;
    // As relative positions do: what is inserted at a cursor pushes it along.
    return cursors.map((cursor) => ({
      ...cursor,
      anchor: transaction.changes.mapPos(cursor.anchor, 1),
      head: transaction.changes.mapPos(cursor.head, 1),
    }));
  },
});

/**
 * Reads the others' awareness states, and everybody's for assistants at work. What doesn't have the agreed form, or points
 * outside this text, is left out.
 */
export function readCursors({ awareness, doc, text }: EditorText): RemoteCursor[] {
  const found: Omit<RemoteCursor, 'anchor' | 'head'>[] = [];
  const ends: (Y.RelativePosition | null)[] = [];
  for (const [client, state] of awareness.getStates()) {
    const user = readUser(state);
    if (user === null) continue;
    const { id, name, agent } = user;
    const show = (cursor: unknown, isAssistant: boolean) => {
      found.push({ name, agent, client, isAssistant, user: id, colour: colourOf(id) });
      ends.push(readPosition(field(cursor, 'anchor')), readPosition(field(cursor, 'head')));
    };
    if (client !== doc.clientID) show(field(state, 'cursor'), agent !== null);
    show(assistantOf(state)?.cursor, true);
  }
  const places = placesOf(ends, text);
  return found.flatMap((cursor, index) => {
    const anchor = places[2 * index] ?? null;
    const head = places[2 * index + 1] ?? null;
    return anchor === null || head === null ? [] : [{ ...cursor, anchor, head }];
  });
}

function readPosition(json: unknown): Y.RelativePosition | null {
  if (typeof json !== 'object' || json === null) return null;
  try {
    return Y.createRelativePositionFromJSON(json);
  } catch {
    return null;
  }
}

/** The others' carets with name flags, and their selections. Drawn in layers: nothing of it is part of the text. */
export function remoteCursors(replica: EditorText, words: HelperWords): Extension {
  return [remoteCursorField, followAwareness(replica), carets(words), selections];
}

function followAwareness(replica: EditorText): Extension {
  return ViewPlugin.define((view) => {
    let waiting = false;
    const read = () => {
      if (waiting) return;
      waiting = true;
      // A microtask later the editor has taken in the text that the positions speak of.
      queueMicrotask(() => {
        waiting = false;
        const effect = setCursors.of(fit(readCursors(replica), view.state.doc.length));
        view.dispatch({ effects: effect });
      });
    };
    read();
    replica.awareness.on('change', read);
    return { destroy: () => replica.awareness.off('change', read) };
  });
}

function fit(cursors: RemoteCursor[], length: number): RemoteCursor[] {
  return cursors.map((cursor) => ({
    ...cursor,
    anchor: Math.min(cursor.anchor, length),
    head: Math.min(cursor.head, length),
  }));
}

const selections = layer({
  above: false,
  class: 'mdr-remote-selections',
  update: (update) => changed(update.startState.field(remoteCursorField), update.state.field(remoteCursorField)),
  markers: (view) =>
    view.state
      .field(remoteCursorField)
      .filter(({ anchor, head }) => anchor !== head)
      .flatMap(({ anchor, head, colour }) =>
        RectangleMarker.forRange(
          view,
          `mdr-remote-selection mdr-colour-${colour}`,
          EditorSelection.range(anchor, head),
        ),
      ),
});

const carets = (words: HelperWords) =>
  layer({
    above: true,
    class: 'mdr-remote-carets',
    update: (update) => changed(update.startState.field(remoteCursorField), update.state.field(remoteCursorField)),
    markers: (view) =>
      view.state.field(remoteCursorField).flatMap((cursor) => {
        const [place] = RectangleMarker.forRange(view, '', EditorSelection.cursor(cursor.head));
        return place === undefined ? [] : [new Caret({ ...cursor, name: nameOn(cursor, words) }, place)];
      }),
  });

function nameOn({ isAssistant, agent, name }: RemoteCursor, { assistantOf, agentOf }: HelperWords): string {
  if (!isAssistant) return name;
  // An agent without a name is an assistant. A name may hold what means something to `replace`.
  if (agent === null || agent === '') return assistantOf.replace('%1', () => name);
  return agentOf.replace(/%[12]/g, (part) => (part === '%1' ? name : agent));
}

const changed = (before: RemoteCursor[], after: RemoteCursor[]) => before !== after;

class Caret implements LayerMarker {
  readonly cursor: RemoteCursor;
  readonly place: RectangleMarker;

  constructor(cursor: RemoteCursor, place: RectangleMarker) {
    this.cursor = cursor;
    this.place = place;
  }

  eq(other: Caret): boolean {
    return (
      this.cursor.client === other.cursor.client &&
      this.cursor.isAssistant === other.cursor.isAssistant &&
      this.cursor.name === other.cursor.name &&
      this.place.left === other.place.left &&
      this.place.top === other.place.top &&
      this.place.height === other.place.height
    );
  }

  draw(): HTMLElement {
    const caret = document.createElement('div');
    caret.setAttribute('aria-hidden', 'true');
    const flag = caret.appendChild(document.createElement('span'));
    flag.className = 'mdr-remote-flag';
    this.#arrange(caret, flag);
    return caret;
  }

  update(caret: HTMLElement, old: Caret): boolean {
    const flag = caret.firstElementChild;
    const isOther = old.cursor.client !== this.cursor.client || old.cursor.isAssistant !== this.cursor.isAssistant;
    if (isOther || !(flag instanceof HTMLElement)) return false;
    this.#arrange(caret, flag);
    for (const animation of flag.getAnimations()) {
      animation.cancel();
      animation.play();
    }
    return true;
  }

  #arrange(caret: HTMLElement, flag: HTMLElement): void {
    caret.className = `mdr-remote-caret mdr-colour-${this.cursor.colour}`;
    caret.classList.toggle('mdr-remote-caret-first-line', this.place.top < this.place.height);
    caret.style.left = `${this.place.left}px`;
    caret.style.top = `${this.place.top}px`;
    caret.style.height = `${this.place.height}px`;
    flag.replaceChildren(...(this.cursor.isAssistant ? [icon(...ROBOT)] : []), this.cursor.name);
  }
}

const ROBOT = [
  'M12 8V4H8',
  'M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z',
  'M2 14h2',
  'M20 14h2',
  'M15 13v2',
  'M9 13v2',
];
