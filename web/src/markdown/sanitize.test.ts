// @vitest-environment jsdom
// DOMPurify needs a complete DOM: in happy-dom it would let everything through.
import DOMPurify from 'dompurify';
import { expect, test } from 'vitest';
import { mayLink, mayShowImage } from './links';
import { createParser } from './parser';
import { sanitize } from './sanitize';

const parser = createParser();

function shown(markdown: string): HTMLElement {
  const page = document.createElement('div');
  page.append(sanitize(parser.render(markdown)));
  return page;
}

const ALLOWED_ATTRIBUTES = new Set(['href', 'rel', 'target', 'class', 'src', 'alt', 'title', 'align', 'start']);

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](blob:https://example.org/1)',
  '[x](file:///etc/passwd)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x" onerror="alert(1)](https://example.org/a.png)',
  '![x](data:image/svg+xml;base64,PHN2Zy8+)',
  '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
  '```js" onmouseover="alert(1)\nx\n```',
  '[x]: javascript:alert(1)\n\n[x]',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  'x[^"><img/src=x/onerror=alert(1)>]\n\n[^"><img/src=x/onerror=alert(1)>]: <script>alert(1)</script>',
  '[toc]\n\n# <img src=x onerror=alert(1)>\n\n# "onclick="alert(1)',
];

test.each(HOSTILE)('nothing of it runs or loads: %s', (markdown) => {
  for (const element of shown(markdown).querySelectorAll('*')) {
    expect(['SCRIPT', 'IFRAME', 'SVG', 'STYLE', 'MATH', 'OBJECT', 'FORM']).not.toContain(element.tagName.toUpperCase());
    for (const { name, value } of element.attributes) {
      expect(ALLOWED_ATTRIBUTES).toContain(name);
      if (name === 'href') expect(value === '#' || mayLink(value), value).toBe(true);
      if (name === 'src') expect(mayShowImage(value), value).toBe(true);
    }
  }
});

test('HTML in the text is shown as text', () => {
  expect(shown('a <b>bold</b> claim').textContent).toBe('a <b>bold</b> claim\n');
});

test('the second lock holds alone', () => {
  expect(DOMPurify.isSupported).toBe(true);
  const fragment = sanitize(
    '<p onclick="x()">a<script>x()</script><a href="javascript:x()" style="color:red">b</a></p>',
  );
  expect(new XMLSerializer().serializeToString(fragment)).toBe('<p xmlns="http://www.w3.org/1999/xhtml">a<a>b</a></p>');
});

test('an image from elsewhere is a link, one that is part of the text is shown', () => {
  const outside = shown('![A cat](https://example.org/cat.png)');
  expect(outside.querySelector('img')).toBeNull();
  expect(outside.querySelector('a')).toMatchObject({ href: 'https://example.org/cat.png', textContent: 'A cat' });
  expect(shown('![dot](data:image/png;base64,iVBORw0KGgo=)').querySelector('img')?.alt).toBe('dot');
});

test.each([
  ['/api/v1/attachments/0197a2b4-0000-7000-8000-000000000001', 'mdr-attached'],
  ['https://example.org/api/v1/attachments/0197a2b4-0000-7000-8000-000000000001', 'mdr-image-link'],
  ['//example.org/api/v1/attachments/0197a2b4-0000-7000-8000-000000000001', 'mdr-image-link'],
  ['/api/v1/attachments/../auth/logout', 'mdr-image-link'],
])('only an attachment’s own address is marked to be fetched: %s', (address, className) => {
  const page = shown(`![A cat](${address})`);
  expect(page.querySelector('img')).toBeNull();
  expect(page.querySelector('a')).toMatchObject({ className, textContent: 'A cat' });
});

test('cells are aligned without a style attribute', () => {
  const cell = shown('| a |\n|--:|\n| 1 |').querySelector('td');
  expect(cell?.getAttribute('align')).toBe('right');
  expect(cell?.hasAttribute('style')).toBe(false);
});

test('a file name is no link', () => {
  expect(shown('See README.md and main.rs').querySelector('a')).toBeNull();
});

test.each(['https://a.example', 'mailto:a@b.example', '/path', 'other.md', '#part', '?q=a:b'])(
  'may link: %s',
  (address) => {
    expect(mayLink(address)).toBe(true);
  },
);

test('a mention comes through as a name, and leads nowhere', () => {
  const page = shown('@[<img src=x> Ben](0198c0de-0000-7000-8000-000000000001)');
  expect(page.querySelector('.mention')?.textContent).toBe('@<img src=x> Ben');
  expect(page.querySelector('a, img')).toBeNull();
});

test('a note and contents come through as they were meant', () => {
  const page = shown('[toc]\n\n# Head\n\nSaid[^1]\n\n[^1]: there');
  expect(page.querySelector('.mdr-contents a')?.getAttribute('href')).toBe('#head');
  expect(page.querySelector('sup > .mdr-note-ref')?.getAttribute('href')).toBe('#%5E1');
  expect(page.querySelector('.mdr-note > .mdr-note-back')?.textContent).toBe('1');
});
