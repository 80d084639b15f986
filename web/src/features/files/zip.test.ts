// @vitest-environment node
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32, zip } from './zip';

/** Reads by the list at the end, as every reader does. */
async function unzip(archive: Blob): Promise<Map<string, Uint8Array>> {
  const bytes = Buffer.from(await archive.arrayBuffer());
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  const found = new Map<string, Uint8Array>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const length = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    expect(bytes.toString('utf8', local + 30, local + 30 + length)).toBe(name);
    const packed = bytes.subarray(local + 30 + length, local + 30 + length + bytes.readUInt32LE(at + 20));
    const content = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    expect(content.length).toBe(bytes.readUInt32LE(at + 24));
    expect(crc32(content)).toBe(bytes.readUInt32LE(at + 16));
    found.set(name, new Uint8Array(content));
    at += 46 + length;
  }
  expect(at).toBe(end);
  return found;
}

const chosen = (path: string, content: string | Uint8Array<ArrayBuffer>) => ({ path, file: new File([content], path) });

test('what goes in comes out, by its name', async () => {
  const noise = Uint8Array.from({ length: 5_000 }, (_, n) => (n * n * 31 + (n >> 3)) & 0xff);
  const read = await unzip(
    await zip([chosen('a.md', 'again '.repeat(2_000)), chosen('Bücher/ä 😀.md', '# Ä'), chosen('noise.png', noise)]),
  );
  expect([...read.keys()]).toEqual(['a.md', 'Bücher/ä 😀.md', 'noise.png']);
  expect(new TextDecoder().decode(read.get('Bücher/ä 😀.md'))).toBe('# Ä');
  expect(read.get('noise.png')).toEqual(noise);
});

test('what repeats takes little room, and what is empty takes none', async () => {
  const archive = await zip([chosen('a.md', 'again '.repeat(2_000)), chosen('empty.md', '')]);
  expect(archive.size).toBeLessThan(500);
  expect((await unzip(archive)).get('empty.md')).toHaveLength(0);
});

test('the checksum is the one that all know', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
