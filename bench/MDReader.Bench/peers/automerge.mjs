// Automerge isn't Yjs: it makes the edits itself, and what it saves and its changes stand for V1. So it takes part in one
// person's traces only.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { copies, folder, load as loadModule, memoryOf, recording, serve, version, watchWebAssembly } from './engine.mjs'

const memory = watchWebAssembly()
const A = await loadModule('@automerge/automerge', 'dist/mjs/entrypoints/fullfat_node.js')
const { root, edits } = recording
const isText = root === 'Text'

const open = () => A.change(A.init(), doc => {
  if (isText) doc.text = ''
  else doc.array = []
})

const content = doc => isText ? doc.text : String(doc.array.length)

const patch = (doc, [index, remove, insert]) => {
  if (isText) {
    A.splice(doc, ['text'], index, remove, insert)
    return
  }
  if (remove > 0) doc.array.deleteAt(index, remove)
  doc.array.insertAt(index, ...insert)
}

// WebAssembly's memory is freed by hand, or a long run would fill it.
const once = doc => {
  try {
    return content(doc)
  } finally {
    A.free(doc)
  }
}

const edit = () => {
  let doc = open()
  let sent = 0
  for (const transaction of edits) {
    doc = A.change(doc, draft => transaction.forEach(each => patch(draft, each)))
    sent += A.getLastLocalChange(doc).length
  }
  return once(doc)
}

// Every transaction is a change here as well; what takes most of A.change's time is left out, the document as an object of
// JavaScript after each.
const make = () => {
  const doc = open()
  const changes = A.getBackend(doc)
  for (const transaction of edits) {
    for (const [index, remove, insert] of transaction) {
      changes.splice(isText ? '/text' : '/array', index, remove, insert)
    }
    changes.commit(undefined, Math.floor(Date.now() / 1000))
  }
  const state = changes.save()
  A.free(doc)
  return state
}

// It takes seconds, and one process of it must do for all that are asked about this recording.
const stateOf = file => {
  if (existsSync(file)) return new Uint8Array(readFileSync(file))
  const state = make()
  writeFileSync(`${file}.part`, state)
  renameSync(`${file}.part`, file)
  return state
}

const canPlay = edits.length > 0
const state = canPlay ? stateOf(`${folder}/automerge.state`) : null
const load = () => A.load(state)

let kept = null
const loaded = () => (kept ??= load())

const apply = () => {
  const changes = A.getAllChanges(loaded())
  return () => {
    let doc = A.init()
    for (const change of changes) [doc] = A.applyChanges(doc, [change])
    return once(doc)
  }
}

// Each takes a hundred times an empty one of Yjs, and the time of making it.
const few = Math.min(copies, 64)

const when = measures => canPlay ? measures : {}

serve(version('@automerge/automerge'), when({
  'load V1': () => () => once(load()),
  'apply the log, an event each': apply,
  'make the edits, an event each': () => edit,
  'encode V1': () => { loaded(); return () => { A.save(kept) } }
}), {
  ...when({
    'size V1': () => state.length,
    'memory of the document': () => memoryOf(few, load, memory)
  }),
  'memory of an empty document': () => memoryOf(few, () => A.init(), memory)
})
