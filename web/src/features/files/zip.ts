/** A file that somebody chose, with its place among those they chose with it. */
export interface ChosenFile {
  /** With slashes between folders. */
  path: string;
  file: File;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 2.0: folders and deflate. */
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const STORED = 0;
const DEFLATED = 8;
/** 1 January 1980, where a zip's calendar begins: when the files were written is nobody's business. */
const DATE = 0x0021;

interface Entry {
  name: Uint8Array<ArrayBuffer>;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/** Packs the files into one zip archive, one after another, so that no more than one of them is in memory. */
export async function zip(files: Iterable<ChosenFile>): Promise<Blob> {
  const parts: Blob[] = [];
  const entries: Entry[] = [];
  let at = 0;
  for (const { path, file } of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const deflated = await deflate(bytes);
    const [method, packed] = deflated.length < bytes.length ? [DEFLATED, deflated] : [STORED, bytes];
    const name = new TextEncoder().encode(path);
    const entry = { name, method, crc: crc32(bytes), packed: packed.length, size: bytes.length, at };
    const part = new Blob([record([LOCAL, 4], [VERSION, 2], ...facts(entry), [0, 2]), name, packed]);
    entries.push(entry);
    parts.push(part);
    at += part.size;
  }
  const list = new Blob(entries.flatMap((entry) => [listed(entry), entry.name]));
  const counts: Field[] = [
    [entries.length, 2],
    [entries.length, 2],
  ];
  const end = record([END, 4], [0, 4], ...counts, [list.size, 4], [at, 4], [0, 2]);
  return new Blob([...parts, list, end], { type: 'application/zip' });
}

type Field = [value: number, bytes: 2 | 4];

function facts({ name, method, crc, packed, size }: Entry): Field[] {
  return [
    [FLAGS, 2],
    [method, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
  ];
}

/** The entry once more, in the list at the end: no extra field, no comment, on the first disk, a plain file. */
function listed(entry: Entry): Uint8Array<ArrayBuffer> {
  const plain: Field[] = [
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
  ];
  return record([CENTRAL, 4], [VERSION, 2], [VERSION, 2], ...facts(entry), ...plain, [entry.at, 4]);
}

/** Little-endian. */
function record(...fields: Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((size, [, length]) => size + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, length] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += length;
  }
  return bytes;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** The reflected polynomial of zip, gzip and PNG. */
const POLYNOMIAL = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? POLYNOMIAL ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
