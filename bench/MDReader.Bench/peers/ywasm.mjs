// yrs, yjs's port in Rust, as WebAssembly. It has no merging, diffing and looking at updates without a document.
import { copies, memoryOf, recording, require, serve, version, watchWebAssembly } from './engine.mjs'

const memory = watchWebAssembly()
const Y = require('ywasm')
const { root, state, stateV2, edits, updates } = recording

const content = doc => root === 'Text' ? doc.getText('text').toString(undefined)
  : root === 'Array' ? String(doc.getArray('array').length(undefined))
    : String(doc.getMap('map').length(undefined))

const open = () => new Y.YDoc({})

const load = () => {
  const doc = open()
  Y.applyUpdate(doc, state, undefined)
  return doc
}

// WebAssembly's memory is freed by hand, or a long run would fill it.
const once = (doc, use) => {
  try {
    use(doc)
    return content(doc)
  } finally {
    doc.free()
  }
}

const apply = listens => () => once(open(), doc => {
  let sent = 0
  const observer = listens ? doc.onUpdate(update => { sent += update.length }) : null
  for (const update of updates) Y.applyUpdate(doc, update, undefined)
  observer?.free()
})

const edit = () => once(open(), doc => {
  const type = root === 'Text' ? doc.getText('text') : doc.getArray('array')
  let sent = 0
  const observer = doc.onUpdate(update => { sent += update.length })
  const patch = ([index, remove, insert], transaction) => {
    if (remove > 0) type.delete(index, remove, transaction)
    if (insert.length === 0) return
    if (root === 'Text') type.insert(index, insert, undefined, transaction)
    else type.insert(index, insert, transaction)
  }
  for (const edit of edits) {
    if (edit.length === 1 && (edit[0][1] === 0 || edit[0][2].length === 0)) {
      patch(edit[0], undefined)
      continue
    }
    const transaction = doc.beginTransaction(undefined)
    for (const each of edit) patch(each, transaction)
    transaction.commit()
    transaction.free()
  }
  observer.free()
})

let kept = null
const loaded = () => (kept ??= load())

serve(version('ywasm'), {
  'load V1': () => () => once(load(), () => {}),
  'load V2': () => () => once(open(), doc => Y.applyUpdateV2(doc, stateV2, undefined)),
  'apply the log, first run': () => apply(true),
  'apply the log': () => apply(false),
  'apply the log, an event each': () => apply(true),
  'make the edits, an event each': () => edits.length > 0 ? edit : null,
  'encode V1': () => { loaded(); return () => { Y.encodeStateAsUpdate(kept, undefined) } },
  'encode V2': () => { loaded(); return () => { Y.encodeStateAsUpdateV2(kept, undefined) } }
}, {
  'size V1': () => Y.encodeStateAsUpdate(loaded(), undefined).length,
  'size V2': () => Y.encodeStateAsUpdateV2(loaded(), undefined).length,
  'memory of the document': () => memoryOf(Math.max(16, copies), load, memory),
  'memory of an empty document': () => memoryOf(10000, open, memory)
})
