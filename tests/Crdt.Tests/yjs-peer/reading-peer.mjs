// What real yjs makes of updates that were written elsewhere, in the shape that the vectors have. As in peer.mjs, one
// JSON object a line.
import * as readline from 'node:readline'
import * as Y from 'yjs'

const bytes = text => new Uint8Array(Buffer.from(text, 'base64'))

const value = held => {
  if (held === undefined) return { $: 'undefined' }
  if (typeof held === 'number') {
    if (Number.isNaN(held)) return { $: 'nan' }
    if (!Number.isFinite(held)) return { $: held > 0 ? '+inf' : '-inf' }
    return Object.is(held, -0) ? { $: '-0' } : held
  }
  if (typeof held === 'bigint') return { $: 'bigint', v: held.toString() }
  if (held === null || typeof held !== 'object') return held
  if (held instanceof Uint8Array) return { $: 'bin', v: Buffer.from(held).toString('hex') }
  if (held instanceof Y.Doc) return subDocument(held)
  if (held instanceof Y.AbstractType) return type(held)
  if (Array.isArray(held)) return held.map(value)
  return Object.fromEntries(Object.entries(held).map(([key, member]) => [key, value(member)]))
}
const subDocument = doc => ({
  $: 'doc',
  guid: doc.guid,
  ...(doc.meta == null ? {} : { meta: value(doc.meta) }),
  ...(doc.autoLoad ? { autoLoad: true } : {}),
  ...(doc.gc ? {} : { gc: false })
})
const attributes = held => Object.fromEntries([...held._map]
  .filter(([, item]) => !item.deleted)
  .map(([key, item]) => [key, value(item.content.getContent()[item.length - 1])]))
const list = held => {
  const values = []
  for (let item = held._start; item; item = item.right) if (!item.deleted && item.countable) values.push(...item.content.getContent().map(value))
  return values
}
const delta = text => {
  const ops = []
  for (const op of text.toDelta()) {
    const formats = op.attributes && Object.keys(op.attributes).length > 0 ? value(op.attributes) : undefined
    const last = ops[ops.length - 1]
    if (typeof op.insert === 'string' && typeof last?.insert === 'string' && JSON.stringify(last.attributes) === JSON.stringify(formats)) last.insert += op.insert
    else ops.push(formats ? { insert: value(op.insert), attributes: formats } : { insert: value(op.insert) })
  }
  return ops
}
const type = held => {
  if (held instanceof Y.XmlText) return { $: 'xmltext', delta: delta(held), attrs: attributes(held) }
  if (held instanceof Y.Text) return { $: 'text', delta: delta(held), attrs: attributes(held) }
  if (held instanceof Y.XmlElement) return { $: 'xmlelement', name: held.nodeName, attrs: attributes(held), children: list(held) }
  if (held instanceof Y.XmlHook) return { $: 'xmlhook', name: held.hookName, map: attributes(held) }
  if (held instanceof Y.XmlFragment) return { $: 'xmlfragment', children: list(held) }
  if (held instanceof Y.Map) return { $: 'map', v: attributes(held) }
  return { $: 'array', v: list(held) }
}
const root = {
  text: (doc, name) => doc.getText(name),
  array: (doc, name) => doc.getArray(name),
  map: (doc, name) => doc.getMap(name),
  xmlfragment: (doc, name) => doc.getXmlFragment(name)
}

const commands = {
  // The roots that updates lead to, and whether something waits.
  read ({ updates, roots }) {
    const doc = new Y.Doc()
    // A reader must not write, as yjs would to tidy formats up.
    doc.on('beforeTransaction', tr => Object.defineProperty(tr, '_needFormattingCleanup', { get: () => false, set () {} }))
    const held = Object.entries(roots).map(([name, kind]) => [name, root[kind](doc, name)])
    for (const { form, update } of updates) {
      if (form === 2) Y.applyUpdateV2(doc, bytes(update))
      else Y.applyUpdate(doc, bytes(update))
    }
    return {
      roots: Object.fromEntries(held.map(([name, shared]) => [name, type(shared)])),
      stateVector: Buffer.from(Y.encodeStateVector(doc)).toString('base64'),
      waits: doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    }
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
