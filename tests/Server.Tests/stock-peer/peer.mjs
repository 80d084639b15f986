// Stock clients by the number, driven by lines of JSON: {"command": …} in, {"result": …} or {"error": …} out.
import readline from 'node:readline'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { GatewaySocket } from '../../../infra/gateway-socket.mjs'

const PATIENCE = 60_000
const clients = new Map()
const sockets = new Map()

const commands = {
  yWebsocket ({ client, url, document, token, isGateway = false }) {
    if (isGateway) globalThis.WebSocket ??= WebSocket
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(url, document, doc, {
      params: { token }, WebSocketPolyfill: isGateway ? GatewaySocket : WebSocket, disableBc: true
    })
    clients.set(client, { provider, doc, seen: { closes: [] } })
    provider.on('connection-close', event => clients.get(client).seen.closes.push(event?.code ?? 0))
    return null
  },
  // Clients with the same socket share one connection.
  hocuspocus ({ client, url, document, token, socket, tokenAfter = 0, sessionAwareness = false }) {
    const doc = new Y.Doc()
    if (!sockets.has(socket)) sockets.set(socket, new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket }))
    const seen = { closes: [], scopes: [], denials: [], stateless: [], tokens: 0 }
    const held = { doc, seen, token }
    held.provider = new HocuspocusProvider({
      websocketProvider: sockets.get(socket),
      name: document,
      document: doc,
      sessionAwareness,
      token: async () => {
        seen.tokens++
        if (tokenAfter > 0) await new Promise(resolve => setTimeout(resolve, tokenAfter))
        return held.token
      },
      onClose: ({ event }) => seen.closes.push(event.code),
      onAuthenticated: ({ scope }) => seen.scopes.push(scope),
      onAuthenticationFailed: ({ reason }) => seen.denials.push(reason),
      onStateless: ({ payload }) => seen.stateless.push(payload)
    })
    clients.set(client, held)
    held.provider.attach()
    return null
  },
  insert ({ client, index, text }) {
    clients.get(client).doc.getText('content').insert(index, text)
    return null
  },
  remove ({ client, index, length }) {
    clients.get(client).doc.getText('content').delete(index, length)
    return null
  },
  show ({ client, field, value }) {
    clients.get(client).provider.awareness.setLocalStateField(field, value)
    return null
  },
  token ({ client, token }) {
    clients.get(client).token = token
    return null
  },
  state ({ client }) { return state(clients.get(client)) },
  // Waits until the client's state has these members.
  async until ({ client, has }) {
    const began = Date.now()
    while (!matches(state(clients.get(client)), has)) {
      if (Date.now() - began > PATIENCE) throw new Error(`is ${JSON.stringify(state(clients.get(client)))}, not ${JSON.stringify(has)}`)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    return state(clients.get(client))
  },
  close ({ client }) {
    clients.get(client).provider.destroy()
    clients.delete(client)
    return null
  }
}

function state ({ provider, doc, seen }) {
  return {
    text: doc.getText('content').toString(),
    synced: provider.synced,
    saved: provider.synced && !provider.hasUnsyncedChanges,
    unsynced: provider.unsyncedChanges ?? null,
    names: [...provider.awareness.getStates().entries()]
      .filter(([id]) => id !== doc.clientID).map(([, shown]) => shown.user?.name ?? '').sort(),
    ...seen
  }
}

const matches = (held, wanted) =>
  Object.entries(wanted).every(([name, value]) => JSON.stringify(held[name]) === JSON.stringify(value))

for await (const line of readline.createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  let answer
  try {
    answer = { result: await commands[message.command](message) }
  } catch (error) {
    answer = { error: String(error.stack) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
process.exit()
