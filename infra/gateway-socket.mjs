// A WebSocket for Yjs clients that come through Amazon API Gateway, which carries nothing but short texts: messages are cut
// into lines `number.index.parts.base64`, and come as such. For stock clients, in place of their own:
//   new WebsocketProvider('wss://api.execute-api.region.amazonaws.com/v1', documentId, doc, { params, WebSocketPolyfill: GatewaySocket })
const PART_BYTES = 24_000

export class GatewaySocket extends EventTarget {
  static CONNECTING = 0
  static OPEN = 1
  static CLOSING = 2
  static CLOSED = 3

  CONNECTING = 0
  OPEN = 1
  CLOSING = 2
  CLOSED = 3
  binaryType = 'arraybuffer'
  onopen = null
  onmessage = null
  onerror = null
  onclose = null
  #socket
  #sent = 0
  #next = 0
  #messages = new Map()
  #farewell

  // The last part of the path is the document, as y-websocket writes it.
  constructor (address) {
    super()
    const url = new URL(address)
    const stage = url.pathname.split('/')
    url.searchParams.set('document', stage.pop())
    url.pathname = stage.join('/')
    this.#socket = new WebSocket(url)
    this.#socket.onopen = () => this.#tell(new Event('open'))
    this.#socket.onerror = () => this.#tell(new Event('error'))
    this.#socket.onmessage = ({ data }) => data.split('\n').forEach(line => this.#read(line))
    this.#socket.onclose = ({ code, reason }) => this.#tell(closing(this.#farewell ?? { code, reason }))
  }

  get readyState () { return this.#socket.readyState }

  send (message) {
    const bytes = new Uint8Array(message.buffer ?? message, message.byteOffset ?? 0, message.byteLength)
    const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES))
    for (let index = 0; index < parts; index++) {
      const part = bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)
      this.#socket.send(`${this.#sent}.${index}.${parts}.${toBase64(part)}`)
    }
    this.#sent++
  }

  close (code, reason) { this.#socket.close(code, reason) }

  #read (line) {
    const [number, index, parts, bytes] = line.split('.')
    if (number === 'close') {
      this.#farewell = { code: Number(index), reason: line.split('.').slice(2).join('.') }
      return
    }
    if (Number(number) < this.#next) return
    const message = this.#messages.get(Number(number)) ?? new Array(Number(parts)).fill(null)
    message[Number(index)] = fromBase64(bytes)
    this.#messages.set(Number(number), message)
    while (this.#messages.get(this.#next)?.every(part => part !== null)) {
      const whole = joined(this.#messages.get(this.#next))
      this.#messages.delete(this.#next++)
      this.#tell(Object.assign(new Event('message'), { data: whole.buffer }))
    }
  }

  #tell (event) {
    this[`on${event.type}`]?.(event)
    this.dispatchEvent(event)
  }
}

function closing ({ code, reason }) {
  return Object.assign(new Event('close'), { code, reason, wasClean: code === 1000 })
}

function toBase64 (bytes) {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function fromBase64 (text) {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

function joined (parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
