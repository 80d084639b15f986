// Measures yjs on what Yjs.cs wrote to a folder: node --expose-gc yjs.mjs <folder with yjs> <folder of input>
// The names and the way of measuring are those of Measures.cs.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [peer, input] = process.argv.slice(2)
const Y = createRequire(join(peer, 'package.json'))('yjs')
const read = name => new Uint8Array(readFileSync(join(input, name)))
const state = read('state.v1')
const stateV2 = read('state.v2')
const half = read('half.sv')
const edits = JSON.parse(readFileSync(join(input, 'edits.json'), 'utf8'))
const log = readFileSync(join(input, 'log'))
const updates = []
for (let at = 0; at < log.length;) {
  const length = log.readInt32LE(at)
  updates.push(new Uint8Array(log.subarray(at + 4, at + 4 + length)))
  at += 4 + length
}

const minMilliseconds = 600
const minRounds = 3
const maxRounds = 25
const tell = (measure, value, unit) => console.log(JSON.stringify({ measure, value, unit }))
const count = number => number.toLocaleString('en-US')
let kept = null

const once = (run, batch) => {
  const before = process.cpuUsage()
  for (let i = 0; i < batch; i++) kept = run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / batch
}

const time = (measure, run) => {
  const first = once(run, 1)
  // What takes seconds is as warm as it gets after once, and isn't done many times over.
  if (first > 4000) return tell(measure, first, 'ms')
  const batch = Math.max(1, Math.floor(20 / Math.max(0.01, once(run, 1))))
  for (let warm = 0; warm < minMilliseconds;) warm += Math.max(0.1, once(run, batch) * batch)
  const rounds = []
  for (let spent = 0; rounds.length < minRounds || (spent < minMilliseconds && rounds.length < maxRounds);) {
    rounds.push(once(run, batch))
    spent += rounds.at(-1) * batch
  }
  rounds.sort((a, b) => a - b)
  tell(measure, rounds[Math.floor(rounds.length / 2)], 'ms')
}

const used = () => {
  // What the first one lets go of, the second one finds.
  global.gc()
  global.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const memory = (documents, make) => {
  kept = null
  const before = used()
  const all = Array.from({ length: documents }, make)
  const bytes = (used() - before) / documents
  kept = all
  return bytes
}

const load = () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

// Before anything else is left for the collector to find.
load()
tell('memory of the document', memory(4, load), 'bytes')
tell('memory of an empty document', memory(10000, () => new Y.Doc()), 'bytes')
const loaded = load()
time('load V1', load)
time('load V2', () => {
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, stateV2)
  return doc
})
time('apply the log, an event each', () => {
  const doc = new Y.Doc()
  let sent = 0
  doc.on('update', update => { sent += update.length })
  for (const update of updates) Y.applyUpdate(doc, update)
  return sent
})
if (edits.length > 0) {
  time('make the edits, an event each', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    let sent = 0
    doc.on('update', update => { sent += update.length })
    for (const [index, remove, insert] of edits) {
      if (remove > 0) text.delete(index, remove)
      if (insert) text.insert(index, insert)
    }
    return sent
  })
}
time('encode V1', () => Y.encodeStateAsUpdate(loaded))
time('encode V2', () => Y.encodeStateAsUpdateV2(loaded))
for (const some of [1000, 10000]) {
  if (updates.length < some) continue
  const first = updates.slice(0, some)
  time(`merge ${count(some)} updates`, () => Y.mergeUpdates(first))
  tell(`size of ${count(some)} merged`, Y.mergeUpdates(first).length, 'bytes')
}
time('diff to half', () => Y.diffUpdate(state, half))
time('state vector of the state', () => Y.encodeStateVectorFromUpdate(state))
tell('size V1', Y.encodeStateAsUpdate(loaded).length, 'bytes')
tell('size V2', Y.encodeStateAsUpdateV2(loaded).length, 'bytes')
if (kept === undefined) throw new Error('Nothing was measured.')
