// Real yjs with its UndoManager, behind one JSON object a line as in peer.mjs. Time stands still but for "advance".
import * as readline from 'node:readline'

let now = 1_000_000
Date.now = () => now
const Y = await import('yjs')

const docs = new Map()
const bytes = text => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = array => Buffer.from(array).toString('base64')

const randomFrom = seed => {
  let a = seed >>> 0
  return below => {
    a = (a + 0x6D2B79F5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4294967296 * below)
  }
}

const words = ['lorem ', 'x', '漢字', 'ß\n', '# ', 'yz']
const formats = [{ bold: true }, { bold: null }, { color: '#f00' }, { color: null, bold: true }, { link: { href: 'x' } }]
const editText = (text, random, isRich) => {
  const length = text.length
  const kind = random(isRich ? 6 : 3)
  const at = random(length)
  const word = words[random(words.length)]
  if (length === 0 || kind < 2) text.insert(random(length + 1), word)
  else if (kind === 2) text.delete(at, Math.min(length - at, 1 + random(6)))
  else if (kind === 3) text.format(at, Math.min(length - at, 1 + random(8)), formats[random(formats.length)])
  else if (kind === 4) text.insert(at, word, formats[random(formats.length)])
  else text.insertEmbed(at, { image: random(9) })
}
const newType = random => [() => new Y.Map([['a', 1]]), () => Y.Array.from([1, 'two']), () => new Y.Text('text'), () => new Y.Map()][random(4)]()
const editMap = (map, random, depth) => {
  const key = 'abc'[random(3)]
  const kind = random(10)
  const nested = [...map.values()].filter(value => value instanceof Y.AbstractType)
  if (kind < 4) map.set(key, random(100))
  else if (kind < 6) map.delete(key)
  else if (kind < 8 || nested.length === 0) map.set(key, depth > 2 ? 'deep' : newType(random))
  else editType(nested[random(nested.length)], random, depth + 1)
}
const editArray = (array, random, depth) => {
  const kind = random(10)
  const nested = array.toArray().filter(value => value instanceof Y.AbstractType)
  if (array.length === 0 || kind < 4) array.insert(random(array.length + 1), random(2) ? [random(100), 'b'] : [depth > 2 ? 'deep' : newType(random)])
  else if (kind < 7) { const at = random(array.length); array.delete(at, Math.min(array.length - at, 1 + random(3))) }
  else if (nested.length > 0) editType(nested[random(nested.length)], random, depth + 1)
  else array.insert(array.length, [new Uint8Array([1, 2, random(256)])])
}
const editXml = (xml, random, depth) => {
  const kind = random(10)
  if (xml.length === 0 || kind < 4) xml.insert(random(xml.length + 1), [random(2) ? new Y.XmlElement('p') : new Y.XmlText('in xml')])
  else if (kind < 6) xml.delete(random(xml.length), 1)
  else {
    const child = xml.get(random(xml.length))
    if (child instanceof Y.XmlText) editText(child, random, true)
    else if (random(2) || depth > 2) child.setAttribute('id', String(random(9)))
    else editXml(child, random, depth + 1)
  }
}
const editType = (type, random, depth) => {
  if (type instanceof Y.Text) editText(type, random, false)
  else if (type instanceof Y.Map) editMap(type, random, depth)
  else editArray(type, random, depth)
}
const edits = {
  text: (doc, random) => editText(doc.getText('text'), random, false),
  rich: (doc, random) => editText(doc.getText('rich'), random, true),
  map: (doc, random) => editMap(doc.getMap('map'), random, 0),
  array: (doc, random) => editArray(doc.getArray('array'), random, 0),
  xml: (doc, random) => editXml(doc.getXmlFragment('xml'), random, 0)
}
const root = (doc, name) => ({ text: () => doc.getText('text'), rich: () => doc.getText('rich'), map: () => doc.getMap('map'), array: () => doc.getArray('array'), xml: () => doc.getXmlFragment('xml') })[name]()

// The update of what happens in between, or null.
const sentBy = (held, act) => {
  let sent = null
  const keep = update => { sent = base64(update) }
  held.doc.on('update', keep)
  act()
  held.doc.off('update', keep)
  return sent
}
// Attributes have no order, but for when they were set.
const sorted = attributes => JSON.stringify(Object.entries(attributes ?? {}).sort(([a], [b]) => a < b ? -1 : 1))
const alike = (op, other) => sorted(op.attributes) === sorted(other.attributes)
// Marks that change nothing divide yjs's deltas; it is the same text.
const joined = delta => {
  const ops = []
  for (const op of delta) {
    const last = ops[ops.length - 1]
    if (typeof op.insert === 'string' && typeof last?.insert === 'string' && alike(op, last)) last.insert += op.insert
    else ops.push({ ...op })
  }
  return ops
}
const stateOf = held => ({
  update: base64(Y.encodeStateAsUpdate(held.doc)),
  undo: held.undo.undoStack.length,
  redo: held.undo.redoStack.length,
  events: held.events.splice(0),
  json: JSON.stringify(held.roots.map(name => name === 'rich' ? joined(root(held.doc, name).toDelta()) : root(held.doc, name).toJSON()))
})

// What is told of one transaction, by root; of deltas, neighbouring steps of one kind are one.
const plain = value => value instanceof Y.AbstractType ? value.toJSON() : value instanceof Uint8Array ? [...value] : value
const steps = delta => {
  const ops = []
  for (const op of delta) {
    const last = ops[ops.length - 1]
    const isAlike = last && alike(op, last)
    if (isAlike && typeof op.insert === 'string' && typeof last.insert === 'string') last.insert += op.insert
    else if (isAlike && op.retain && last.retain) last.retain += op.retain
    else ops.push({ ...op, ...(op.insert === undefined ? {} : { insert: Array.isArray(op.insert) ? op.insert.map(plain) : plain(op.insert) }) })
  }
  return ops
}
// Reading a delta makes yjs delete marks that change nothing. A listener that writes would be another document.
const deltaOf = event => {
  const itsOwn = Y.Item.prototype.delete
  Y.Item.prototype.delete = () => {}
  const { delta } = event
  Y.Item.prototype.delete = itsOwn
  return delta
}
const told = event => ({
  path: event.path,
  delta: steps(deltaOf(event)),
  keys: Object.fromEntries([...event.keys].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, { action, oldValue }]) => [key, action === 'add' ? { action } : { action, oldValue: plain(oldValue) ?? null }]))
})

const commands = {
  observe ({ doc }) {
    const held = docs.get(doc)
    held.told = []
    held.roots.forEach(name => root(held.doc, name).observeDeep(events => {
      held.told.push({ root: name, events: events.map(told) })
    }))
    return null
  },
  told: ({ doc }) => JSON.stringify(docs.get(doc).told.splice(0).sort((a, b) => a.root < b.root ? -1 : 1)),
  advance ({ milliseconds }) { now += milliseconds; return null },
  open ({ doc, client, gc, roots, scope, captureTimeout, ignoreRemoteMapChanges, declines }) {
    const opened = new Y.Doc({ gc })
    opened.clientID = client
    opened.on('beforeTransaction', tr => Object.defineProperty(tr, '_needFormattingCleanup', { get: () => false, set () {} }))
    roots.forEach(name => root(opened, name))
    const undo = new Y.UndoManager(scope.length === 0 ? opened : scope.map(name => root(opened, name)), {
      captureTimeout,
      ignoreRemoteMapChanges,
      trackedOrigins: new Set(['own']),
      deleteFilter: item => !declines || item.id.clock % 7 !== 3
    })
    const held = { doc: opened, client, undo, roots, events: [] }
    undo.on('stack-item-added', event => held.events.push(`added ${event.type} ${event.changedParentTypes.size}`))
    undo.on('stack-item-updated', event => held.events.push(`updated ${event.type} ${event.changedParentTypes.size}`))
    undo.on('stack-item-popped', event => held.events.push(`popped ${event.type} ${event.changedParentTypes.size}`))
    undo.on('stack-cleared', event => held.events.push(`cleared ${event.undoStackCleared} ${event.redoStackCleared}`))
    docs.set(doc, held)
    return null
  },
  edit ({ doc, seed, count, roots }) {
    const held = docs.get(doc)
    const random = randomFrom(seed)
    return sentBy(held, () => held.doc.transact(() => {
      for (let i = 0; i < count; i++) edits[roots[random(roots.length)]](held.doc, random)
    }, 'own'))
  },
  // An edit whose bytes don't depend on yjs's search markers.
  do ({ doc, name, key, value, index, length }) {
    const held = docs.get(doc)
    const type = root(held.doc, name)
    return sentBy(held, () => held.doc.transact(() => {
      if (name !== 'map') type.delete(index, length)
      else if (value === null) type.delete(key)
      else type.set(key, value)
    }, 'own'))
  },
  apply ({ doc, update, origin }) {
    const held = docs.get(doc)
    const warn = console.log
    console.log = () => {}
    Y.applyUpdate(held.doc, bytes(update), origin)
    console.log = warn
    held.doc.clientID = held.client
    return null
  },
  undo: ({ doc }) => sentBy(docs.get(doc), () => docs.get(doc).undo.undo()),
  redo: ({ doc }) => sentBy(docs.get(doc), () => docs.get(doc).undo.redo()),
  clear: ({ doc, undo, redo }) => sentBy(docs.get(doc), () => docs.get(doc).undo.clear(undo, redo)),
  stop ({ doc }) { docs.get(doc).undo.stopCapturing(); return null },
  state: ({ doc }) => stateOf(docs.get(doc)),
  position ({ doc, name, index, assoc }) {
    const position = Y.createRelativePositionFromTypeIndex(root(docs.get(doc).doc, name), index, assoc)
    return { bytes: base64(Y.encodeRelativePosition(position)), json: JSON.stringify(Y.relativePositionToJSON(position)) }
  },
  resolve ({ doc, position, follow }) {
    const held = docs.get(doc)
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes(position)), held.doc, follow)
    return found === null ? null : found.index
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  let answer
  try {
    answer = { result: commands[message.command](message) }
  } catch (error) {
    answer = { error: String(error.stack) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
