// Loro isn't Yjs: it makes the edits itself, and its own updates stand for V1 and its snapshot for V2. So it takes
// part in one person's traces only.
import { copies, memoryOf, recording, require, serve, version, watchWebAssembly } from './engine.mjs'

const memory = watchWebAssembly()
const { LoroDoc } = require('loro-crdt')
const { root, edits } = recording

const content = doc => root === 'Text' ? doc.getText('text').toString() : String(doc.getList('array').length)

const play = (doc, listener) => {
  const type = root === 'Text' ? doc.getText('text') : doc.getList('array')
  const unsubscribe = doc.subscribeLocalUpdates(listener)
  for (const transaction of edits) {
    for (const [index, remove, insert] of transaction) {
      if (remove > 0) type.delete(index, remove)
      if (root === 'Text' && insert) type.insert(index, insert)
      if (root === 'Array') insert.forEach((number, i) => type.insert(index + i, number))
    }
    doc.commit()
  }
  unsubscribe()
}

// WebAssembly's memory is freed by hand, or a long run would fill it.
const once = use => {
  const doc = new LoroDoc()
  try {
    use(doc)
    return content(doc)
  } finally {
    doc.free()
  }
}

let made = null
const make = () => {
  if (made) return made
  const doc = new LoroDoc()
  const updates = []
  play(doc, update => updates.push(update))
  return (made = { doc, updates, state: doc.export({ mode: 'update' }), snapshot: doc.export({ mode: 'snapshot' }) })
}

const load = bytes => {
  const doc = new LoroDoc()
  doc.import(bytes)
  return doc
}

const apply = () => {
  const { updates } = make()
  return () => once(doc => { for (const update of updates) doc.import(update) })
}

const canPlay = edits.length > 0
const when = measures => canPlay ? measures : {}

serve(version('loro-crdt'), when({
  'load V1': () => { const { state } = make(); return () => once(doc => doc.import(state)) },
  'load V2': () => { const { snapshot } = make(); return () => once(doc => doc.import(snapshot)) },
  'apply the log': apply,
  'make the edits, an event each': () => () => {
    let sent = 0
    return once(doc => play(doc, update => { sent += update.length }))
  },
  'encode V1': () => { const { doc } = make(); return () => { doc.export({ mode: 'update' }) } },
  'encode V2': () => { const { doc } = make(); return () => { doc.export({ mode: 'snapshot' }) } }
}), {
  ...when({
    'size V1': () => make().state.length,
    'size V2': () => make().snapshot.length,
    'memory of the document': () => { const { state } = make(); return memoryOf(Math.max(16, copies), () => load(state), memory) }
  }),
  'memory of an empty document': () => memoryOf(1000, () => new LoroDoc(), memory)
})
