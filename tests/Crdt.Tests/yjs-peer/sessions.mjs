// Replicas of a session: the same edits as the engine makes (SessionEdits.cs), and what they lead to.
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'

const bytes = text => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = array => Buffer.from(array).toString('base64')
const any = text => decoding.readAny(decoding.createDecoder(bytes(text)))

let replicas = []

const open = ({ client, gc, undo }) => {
  const doc = new Y.Doc({ gc, guid: 'doc' })
  doc.clientID = client
  const roots = [doc.getText('text'), doc.getArray('array'), doc.getMap('map'), doc.getXmlFragment('xml')]
  const replica = { doc, sent: [], undo: undo ? new Y.UndoManager(roots, { captureTimeout: 0, trackedOrigins: new Set(['local']) }) : null }
  // What yjs writes of its own accord, when it tidies formats after a remote change, has to reach the others too.
  doc.on('update', (update, origin) => { if (origin !== 'remote') replica.sent.push(base64(update)) })
  return replica
}

const typeAt = (doc, at) => typeof at === 'string' ? doc.share.get(at) : Y.getItem(doc.store, Y.createID(at[0], at[1])).content.type

const made = type => ({
  text: () => new Y.Text(),
  array: () => new Y.Array(),
  map: () => new Y.Map(),
  fragment: () => new Y.XmlFragment(),
  div: () => new Y.XmlElement('Div'),
  element: () => new Y.XmlElement('P'),
  xmltext: () => new Y.XmlText(),
  hook: () => new Y.XmlHook('hook')
}[type]())

const documentOf = ({ guid, autoLoad, gc, meta }) => new Y.Doc({ guid, autoLoad, gc, meta: meta === undefined ? null : any(meta) })

const edits = {
  insert: (type, { index, text, formats }) => type.insert(index, text, formats && any(formats)),
  embed: (type, { index, value, formats }) => type.insertEmbed(index, any(value), any(formats)),
  format: (type, { index, length, formats }) => type.format(index, length, any(formats)),
  delete: (type, { index, length }) => type.delete(index, length),
  attribute: (type, { key, value }) => type.setAttribute(key, any(value)),
  unset: (type, { key }) => type instanceof Y.Map ? type.delete(key) : type.removeAttribute(key),
  values: (type, { index, values }) => type.insert(index, any(values)),
  push: (type, { value }) => type.push([any(value)]),
  type: (into, { index, type }) => into.insert(index, [made(type)]),
  document: (type, { index, document }) => type.insert(index, [documentOf(document)]),
  set: (map, { key, value }) => map.set(key, any(value)),
  settype: (map, { key, type }) => map.set(key, made(type)),
  setdocument: (map, { key, document }) => map.set(key, documentOf(document))
}

const outcome = replica => {
  const { doc, sent } = replica
  replica.sent = []
  return {
    sent,
    stateVector: base64(Y.encodeStateVector(doc)),
    pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  }
}

const special = (kind, v) => v === undefined ? { $: kind } : { $: kind, v }
const number = v => Number.isNaN(v) ? special('nan') : v === Infinity ? special('+inf') : v === -Infinity ? special('-inf') : Object.is(v, -0) ? special('-0') : v
const members = object => Object.fromEntries(Object.keys(object).map(key => [key, dump(object[key])]))
const keysOf = type => {
  const held = {}
  type._map.forEach((item, key) => { if (!item.deleted) held[key] = dump(item.content.getContent()[item.length - 1]) })
  return held
}
const listOf = type => {
  const held = []
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted && item.countable) held.push(...item.content.getContent().map(dump))
  }
  return held
}
const deltaOf = type => {
  const steps = []
  for (const { insert, attributes } of type.toDelta()) {
    const step = { insert: dump(insert) }
    if (attributes && Object.keys(attributes).length > 0) step.attributes = members(attributes)
    const last = steps[steps.length - 1]
    if (typeof insert === 'string' && last && typeof last.insert === 'string' && JSON.stringify(sorted(last.attributes)) === JSON.stringify(sorted(step.attributes))) last.insert += insert
    else steps.push(step)
  }
  return steps
}
const sorted = object => object && Object.keys(object).sort().map(key => [key, object[key]])
const dumpDoc = doc => {
  const said = { $: 'doc', guid: doc.guid }
  if (doc.meta != null) said.meta = dump(doc.meta)
  if (doc.autoLoad) said.autoLoad = true
  if (!doc.gc) said.gc = false
  return said
}
function dump (value) {
  if (value === undefined) return special('undefined')
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return number(value)
  if (typeof value === 'bigint') return special('bigint', value.toString())
  if (value instanceof Uint8Array) return special('bin', Buffer.from(value).toString('hex'))
  if (value instanceof Y.Doc) return dumpDoc(value)
  if (value instanceof Y.XmlText) return { $: 'xmltext', delta: deltaOf(value), attrs: keysOf(value) }
  if (value instanceof Y.Text) return { $: 'text', delta: deltaOf(value), attrs: keysOf(value) }
  if (value instanceof Y.XmlElement) return { $: 'xmlelement', name: value.nodeName, attrs: keysOf(value), children: listOf(value) }
  if (value instanceof Y.XmlHook) return { $: 'xmlhook', name: value.hookName, map: keysOf(value) }
  if (value instanceof Y.XmlFragment) return { $: 'xmlfragment', children: listOf(value) }
  if (value instanceof Y.Map) return { $: 'map', v: keysOf(value) }
  if (value instanceof Y.Array) return { $: 'array', v: listOf(value) }
  if (Array.isArray(value)) return value.map(dump)
  return members(value)
}

export const sessionCommands = {
  'session.begin' ({ clients, gc, undo }) {
    replicas.forEach(({ doc }) => doc.destroy())
    replicas = clients.map(client => open({ client, gc, undo }))
    return null
  },
  'session.edit' ({ replica, list }) {
    const { doc } = replicas[replica]
    doc.transact(() => { for (const edit of list) edits[edit.do](typeAt(doc, edit.at), edit) }, 'local')
    return outcome(replicas[replica])
  },
  'session.undo' ({ replica, redo }) {
    const { undo } = replicas[replica]
    redo ? undo.redo() : undo.undo()
    return outcome(replicas[replica])
  },
  'session.apply' ({ replica, update, v2 }) {
    (v2 ? Y.applyUpdateV2 : Y.applyUpdate)(replicas[replica].doc, bytes(update), 'remote')
    return outcome(replicas[replica])
  },
  'session.merge' ({ updates, v2 }) {
    return base64((v2 ? Y.mergeUpdatesV2 : Y.mergeUpdates)(updates.map(bytes)))
  },
  'session.diff' ({ replica, stateVector, v2 }) {
    return base64((v2 ? Y.encodeStateAsUpdateV2 : Y.encodeStateAsUpdate)(replicas[replica].doc, bytes(stateVector)))
  },
  'session.toV2' ({ update }) {
    return base64(Y.convertUpdateFormatV1ToV2(bytes(update)))
  },
  'session.state' ({ replica }) {
    const { doc } = replicas[replica]
    return {
      roots: Object.fromEntries([...doc.share.keys()].map(name => [name, dump(doc.share.get(name))])),
      update: base64(Y.encodeStateAsUpdate(doc)),
      updateV2: base64(Y.encodeStateAsUpdateV2(doc)),
      snapshot: base64(Y.encodeSnapshot(Y.snapshot(doc))),
      ...outcome(replicas[replica])
    }
  }
}
