import { indentLess, indentMore } from '@codemirror/commands';
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import type { EditorState, StateCommand } from '@codemirror/state';

/** So long a key may wait for the parser, in milliseconds. */
const PATIENCE = 50;
const INDENTED = new Set(['ListItem', 'FencedCode', 'CodeBlock']);

/**
 * Tab where blanks at the beginning of a line mean something: in lists and in code, and for several lines at once. A
 * paragraph would become code by them: there the key leaves the editor, as it leaves any other field.
 */
export const indent: StateCommand = (target) => takesIndent(target.state) && indentMore(target);

/** Also takes back what stands there by mistake. */
export const outdent: StateCommand = (target) =>
  (takesIndent(target.state) || isIndented(target.state)) && indentLess(target);

function takesIndent(state: EditorState): boolean {
  return state.selection.ranges.some(({ from, to, head }) => {
    if (state.doc.lineAt(from).number !== state.doc.lineAt(to).number) return true;
    const { text, from: start, to: end } = state.doc.lineAt(head);
    const tree = ensureSyntaxTree(state, end, PATIENCE) ?? syntaxTree(state);
    // A line that is empty so far belongs to what it would continue.
    const places = text.trim() === '' ? [head] : [head, start + text.search(/\S/) + 1];
    return places.some((place) => {
      for (let node = tree.resolveInner(place, -1); ;) {
        if (INDENTED.has(node.name)) return true;
        if (node.parent === null) return false;
        node = node.parent;
      }
    });
  });
}

const isIndented = (state: EditorState) =>
  state.selection.ranges.some(({ head }) => /^\s/.test(state.doc.lineAt(head).text));
