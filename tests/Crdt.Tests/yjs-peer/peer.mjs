// Real yjs behind one JSON object a line: {id, command, …} in, {result} or {error} out. Bytes travel as base64.
import * as readline from 'node:readline'
import * as Y from 'yjs'
import { sessionCommands } from './sessions.mjs'

const docs = new Map()
const bytes = text => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = array => Buffer.from(array).toString('base64')

const commands = {
  ...sessionCommands,
  open ({ doc, client, gc }) {
    const opened = new Y.Doc({ gc })
    opened.clientID = client
    docs.set(doc, opened)
    return null
  },
  // Local edits, as one transaction; the result is the update that others get.
  edit ({ doc, edits }) {
    const text = docs.get(doc).getText('content')
    let sent = null
    const keep = update => { sent = base64(update) }
    docs.get(doc).on('update', keep)
    docs.get(doc).transact(() => {
      for (const { index, insert, remove } of edits) {
        if (insert) text.insert(index, insert)
        else text.delete(index, remove)
      }
    })
    docs.get(doc).off('update', keep)
    return sent
  },
  apply ({ doc, update }) {
    Y.applyUpdate(docs.get(doc), bytes(update))
    return null
  },
  state ({ doc }) {
    const opened = docs.get(doc)
    return {
      text: opened.getText('content').toString(),
      stateVector: base64(Y.encodeStateVector(opened)),
      update: base64(Y.encodeStateAsUpdate(opened)),
      pending: opened.store.pendingStructs !== null || opened.store.pendingDs !== null
    }
  },
  load ({ update }) {
    const doc = new Y.Doc()
    const text = doc.getText('content')
    Y.applyUpdate(doc, bytes(update))
    return {
      text: text.toString(),
      stateVector: base64(Y.encodeStateVector(doc)),
      pending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    }
  },
  // A text between two snapshots; without a document, what it was given is opened for it.
  between ({ update, at, since }) {
    const doc = new Y.Doc({ gc: false })
    const text = doc.getText('content')
    Y.applyUpdate(doc, bytes(update))
    return text.toDelta(Y.decodeSnapshot(bytes(at)), since ? Y.decodeSnapshot(bytes(since)) : undefined)
  },
  // What is left of a document of which nothing is forgotten but what one client wrote.
  forget ({ updates, client }) {
    const doc = new Y.Doc({ gcFilter: item => item.id.client === client })
    for (const update of updates) Y.applyUpdate(doc, bytes(update))
    return base64(Y.encodeStateAsUpdate(doc))
  },
  diff ({ doc, stateVector }) {
    return base64(Y.encodeStateAsUpdate(docs.get(doc), bytes(stateVector)))
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
