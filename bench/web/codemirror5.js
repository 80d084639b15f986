/* global CodeMirror, markdownit */
// An editor as HedgeDoc 1 is made: CodeMirror 5 with its options, and markdown-it over the whole text when nobody has typed for
// 100 ms, of which the elements that differ are put into the page. What HedgeDoc does beyond that (coloured code, filtering of
// HTML, tables of contents, diagrams) is left out, in its favour.
const RENDER_AFTER = 100;

const editor = CodeMirror(document.getElementById('edit'), {
    mode: 'gfm',
    viewportMargin: 20,
    lineNumbers: true,
    lineWrapping: true,
    styleActiveLine: true,
    matchBrackets: true,
    autoCloseBrackets: true,
    tabSize: 4,
    indentUnit: 4,
});
const view = document.getElementById('view');
const markdown = markdownit({ html: true, breaks: true, linkify: true, typographer: true });

let waiting = 0;
editor.on('changes', () => {
    clearTimeout(waiting);
    waiting = setTimeout(render, RENDER_AFTER);
});
void fetch('/text')
    .then((answer) => answer.text())
    .then((text) => editor.setValue(text));
window.editor = editor;

function render() {
    const next = document.createElement('div');
    next.innerHTML = markdown.render(editor.getValue());
    const [before, after] = [[...view.children], [...next.children]];
    let same = 0;
    while (same < before.length && same < after.length && before[same].isEqualNode(after[same])) same++;
    let end = 0;
    const most = Math.min(before.length, after.length) - same;
    while (end < most && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
    for (const gone of before.slice(same, before.length - end)) gone.remove();
    const place = before[before.length - end] ?? null;
    for (const come of after.slice(same, after.length - end)) view.insertBefore(come, place);
}
