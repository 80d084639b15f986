// What every peer has in common: node --expose-gc PEER.mjs <folder with node_modules> <folder of a recording>
// A line "times measure" comes in, and a line of JSON goes out, as OwnEngine.cs does it; measures go by Measure.cs's names.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [npm, input] = process.argv.slice(2)

export const folder = input

export const require = createRequire(join(npm, 'package.json'))
// A package's ES module: bundlers and most users take that, and yjs's is three times as fast as its CommonJS one.
export const load = async (name, file) => import(pathToFileURL(join(npm, 'node_modules', name, file)))
export const version = name => JSON.parse(readFileSync(join(npm, 'node_modules', name, 'package.json'), 'utf8')).version

const read = name => new Uint8Array(readFileSync(join(input, name)))

const splitLog = log => {
  const updates = []
  for (let at = 0; at < log.length;) {
    const length = log.readUInt32LE(at)
    updates.push(new Uint8Array(log.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return updates
}

export const recording = {
  root: readFileSync(join(input, 'root'), 'utf8'),
  state: read('state.v1'),
  stateV2: read('state.v2'),
  half: read('half.sv'),
  edits: JSON.parse(readFileSync(join(input, 'edits.json'), 'utf8')),
  updates: splitLog(readFileSync(join(input, 'log')))
}

// The first so many updates, or null when there are fewer.
export const firstUpdates = count => recording.updates.length < count ? null : recording.updates.slice(0, count)

// A call that answers null can't do that with this recording.
export const serve = (version, timed, sized) => {
  const digest = result => result === null || result === undefined
    ? undefined
    : createHash('sha256').update(result).digest('hex')

  const answer = (measure, times) => {
    if (sized[measure]) return { value: sized[measure]() }
    const run = timed[measure]?.()
    if (!run) return {}
    let result
    const before = process.cpuUsage()
    for (let i = 0; i < times; i++) result = run()
    const { user, system } = process.cpuUsage(before)
    return { value: (user + system) / 1000 / times, result: digest(result) }
  }

  const tell = line => process.stdout.write(JSON.stringify(line) + '\n')
  tell({ version })
  createInterface({ input: process.stdin }).on('line', line => {
    const space = line.indexOf(' ')
    try {
      tell(answer(line.slice(space + 1), Number(line.slice(0, space))))
    } catch (e) {
      tell({ error: String(e?.message ?? e) })
    }
  })
}

// Of small documents many are made, or what else lives in the process would be taken for theirs.
export const copies = Math.min(2000, Math.max(4, Math.floor(2_000_000 / recording.state.length)))

// Bytes that a document takes: of the JavaScript heap, or of a WebAssembly memory, which grows by 64 KiB.
export const memoryOf = (count, make, webAssembly = null) => {
  const used = () => {
    // What the first one lets go of, the second one finds.
    global.gc()
    global.gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + (webAssembly ? webAssembly().buffer.byteLength : arrayBuffers)
  }
  make()
  const before = used()
  const kept = Array.from({ length: count }, make)
  const bytes = (used() - before) / count
  if (kept.length !== count) throw new Error('They were to be kept.')
  return bytes
}

// Call it before the module is loaded; returns what gives its memory.
export const watchWebAssembly = () => {
  const { Instance } = WebAssembly
  let memory = null
  WebAssembly.Instance = function (module, imports) {
    const instance = new Instance(module, imports)
    memory = instance.exports.memory ?? memory
    return instance
  }
  return () => memory
}
