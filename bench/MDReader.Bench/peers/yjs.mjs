import { copies, firstUpdates, load as loadModule, memoryOf, recording, serve, version } from './engine.mjs'

const Y = await loadModule('yjs', 'dist/yjs.mjs')
const { root, state, stateV2, half, edits, updates } = recording

// As Recording.Read.
const content = doc => root === 'Text' ? doc.getText('text').toString()
  : root === 'Array' ? String(doc.getArray('array').length)
    : String(doc.getMap('map').size)

const load = () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

const apply = listens => () => {
  const doc = new Y.Doc()
  let sent = 0
  if (listens) doc.on('update', update => { sent += update.length })
  for (const update of updates) Y.applyUpdate(doc, update)
  return content(doc)
}

const edit = () => {
  const doc = new Y.Doc()
  const type = root === 'Text' ? doc.getText('text') : doc.getArray('array')
  let sent = 0
  doc.on('update', update => { sent += update.length })
  const patch = ([index, remove, insert]) => {
    if (remove > 0) type.delete(index, remove)
    if (insert.length > 0) type.insert(index, insert)
  }
  for (const transaction of edits) {
    if (transaction.length === 1 && (transaction[0][1] === 0 || transaction[0][2].length === 0)) patch(transaction[0])
    else doc.transact(() => transaction.forEach(patch))
  }
  return content(doc)
}

let kept = null
const loaded = () => (kept ??= load())
const merge = count => {
  const some = firstUpdates(count)
  // Updates are merged as each engine decides: the bytes aren't compared.
  return some && (() => { Y.mergeUpdates(some) })
}

serve(version('yjs'), {
  'load V1': () => () => content(load()),
  'load V2': () => () => {
    const doc = new Y.Doc()
    Y.applyUpdateV2(doc, stateV2)
    return content(doc)
  },
  'apply the log, first run': () => apply(true),
  'apply the log': () => apply(false),
  'apply the log, an event each': () => apply(true),
  'make the edits, an event each': () => edits.length > 0 ? edit : null,
  'encode V1': () => { loaded(); return () => Y.encodeStateAsUpdate(kept) },
  'encode V2': () => { loaded(); return () => Y.encodeStateAsUpdateV2(kept) },
  'merge 1,000 updates': () => merge(1000),
  'merge 10,000 updates': () => merge(10000),
  'diff to half': () => () => Y.diffUpdate(state, half),
  'state vector of the state': () => () => Y.encodeStateVectorFromUpdate(state)
}, {
  'size V1': () => Y.encodeStateAsUpdate(loaded()).length,
  'size V2': () => Y.encodeStateAsUpdateV2(loaded()).length,
  ...Object.fromEntries([[1000, '1,000'], [10000, '10,000']].filter(([count]) => firstUpdates(count))
    .map(([count, name]) => [`size of ${name} merged`, () => Y.mergeUpdates(firstUpdates(count)).length])),
  'memory of the document': () => memoryOf(copies, load),
  'memory of an empty document': () => memoryOf(10000, () => new Y.Doc())
})
