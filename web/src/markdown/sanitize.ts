import DOMPurify from 'dompurify';
import { mayLink, mayShowImage } from './links';

const TAGS =
  'h1 h2 h3 h4 h5 h6 p br hr blockquote ul ol li pre code em strong s sup a img table thead tbody tr th td span div'.split(
    ' ',
  );
const ATTRIBUTES = ['href', 'src', 'alt', 'title', 'align', 'start', 'class', 'rel', 'target', 'data-line'];
const CLASS =
  /^(?:mention|language-[\w+#.-]{1,40}|mdr-(?:image-link|attached|math|math-block|task|task-done|task-item|front-matter|note|note-ref|note-back|contents|callout-[a-z]+)|hljs-[\w -]{1,60})$/;
const LINE = /^\d{1,6}$/;

const purify = DOMPurify(window);

purify.addHook('uponSanitizeAttribute', (_node, attribute) => {
  const { attrName, attrValue } = attribute;
  if (attrName === 'href') attribute.keepAttr = mayLink(attrValue);
  if (attrName === 'src') attribute.keepAttr = mayShowImage(attrValue);
  if (attrName === 'data-line') attribute.keepAttr = LINE.test(attrValue);
  if (attrName === 'class') attribute.keepAttr = CLASS.test(attrValue);
});

/**
 * The one door by which HTML enters the page. The renderer already lets no HTML of the author's through; this is the
 * second lock, which holds if a rule or a plug-in of it ever fails.
 */
export function sanitize(html: string): DocumentFragment {
  return purify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
