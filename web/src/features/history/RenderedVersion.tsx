import '../../markdown/prose.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachedFiles } from '../../markdown/attachments';
import { enrich } from '../../markdown/enrich';
import { diffBlocks } from './diffBlocks';
import styles from './History.module.css';
import type { Segment } from './segments';

interface RenderedVersionProps {
  segments: Segment[];
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
}

/** A version as the preview shows it, with what came and what went. */
export function RenderedVersion({ segments, files }: RenderedVersionProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const without = (kind: Segment['kind']) =>
      segments.map((segment) => (segment.kind === kind ? '' : segment.text)).join('');
    const marks = { added: () => mark('ins', styles.added), removed: () => mark('del', styles.removed) };
    const blocks = diffBlocks(without('added'), without('removed'), marks);
    const words = t('preview', { returnObjects: true });
    for (const block of blocks) enrich(block, words, null, files, null);
    place.current?.replaceChildren(...blocks);
  }, [segments, files, t]);
  return <div ref={place} className={`mdr-prose ${styles.rendered ?? ''}`} />;
}

/** To be gone to by the buttons, as those of the source are. */
function mark(name: 'ins' | 'del', className = ''): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.tabIndex = -1;
  return element;
}
