import { describe, expect, it } from 'vitest';
import { fileNameOf, LARGEST_TEXT, readMarkdown, titleOfFile, writeMarkdown } from './markdownBytes';

const bytes = (text: string) => new TextEncoder().encode(text).buffer;

describe('a file’s bytes', () => {
  it.each(['one\ntwo\n', 'one\r\ntwo\r\n', '\uFEFFone\r\ntwo', '', 'no end'])(
    'come out as they went in: %j',
    (content) => {
      const read = readMarkdown(bytes(content));
      if (typeof read === 'string') throw new Error(read);
      expect(read.text).not.toMatch(/\r|\uFEFF/);
      expect(writeMarkdown(read.text, read)).toBe(content);
    },
  );

  it('are refused when they are no text, or too many', () => {
    expect(readMarkdown(new Uint8Array([0xff, 0xfe, 0x41]).buffer)).toBe('not-text');
    expect(readMarkdown(bytes('a\0b'))).toBe('not-text');
    expect(readMarkdown(new ArrayBuffer(LARGEST_TEXT + 1))).toBe('too-large');
  });

  it('have names that lose nothing but what no file system takes', () => {
    expect(titleOfFile('Field notes.md')).toBe('Field notes');
    expect(fileNameOf('Field notes')).toBe('Field notes.md');
    expect(fileNameOf('a/b: "c"?')).toBe('a b c.md');
    expect(fileNameOf('  ')).toBe('Untitled.md');
  });
});
