import '../../markdown/prose.css';
import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { IconButton } from '../../design/Button';
import type { AttachedFiles } from '../../markdown/attachments';
import type { FarPictures } from '../../markdown/farPictures';
import { Preview } from '../../markdown/preview';
import styles from './PresentationView.module.css';
import { slideAfter, slidesOf, stepOf, type Step } from './slides';

interface PresentationViewProps {
  title: string;
  text: Y.Text;
  /** Those that the text may name; null where there are none. */
  files: AttachedFiles | null;
  /** Null where pictures of other servers aren't fetched. */
  far: FarPictures | null;
  onClose: () => void;
}

/** The document as slides, one for all that stands between two lines across the page. It stays current while it is shown. */
export function PresentationView({ title, text, files, far, onClose }: PresentationViewProps) {
  const { t } = useTranslation();
  const screen = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const [wanted, setWanted] = useState(0);
  const [count, setCount] = useState(0);
  // What others delete may take the last slide away.
  const at = Math.min(wanted, Math.max(0, count - 1));
  const show = useEffectEvent(() => setCount(showSlide(place, at)));
  const go = (step: Step) => setWanted(slideAfter(step, at, count));
  const close = useEffectEvent(onClose);

  useEffect(() => {
    if (place === null) return;
    const events = { rendered: () => show(), ticked: null, followed: null };
    const preview = new Preview(place, t('preview', { returnObjects: true }), events, files, far);
    const render = () => preview.show(() => text.toJSON());
    render();
    text.observe(render);
    return () => {
      text.unobserve(render);
      preview.close();
    };
  }, [place, text, files, far, t]);

  useEffect(() => {
    showSlide(place, at);
    screen.current?.scrollTo(0, 0);
  }, [place, at]);

  useEffect(() => {
    if (place === null) return;
    // Where a browser has no full screen, or doesn't give it, the window is the screen.
    if (document.fullscreenEnabled) void screen.current?.requestFullscreen().catch(() => undefined);
    const left = () => {
      if (document.fullscreenElement === null) close();
    };
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    };
  }, [place]);

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Popup
          ref={screen}
          className={styles.screen}
          initialFocus={screen}
          onKeyDown={(event) => {
            const step = stepOf(event.key);
            const isButton = event.key === ' ' && event.target instanceof HTMLButtonElement;
            if (step === null || isButton || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            go(step);
          }}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div ref={setPlace} className={`mdr-prose ${styles.slide}`} />
          <div className={styles.controls}>
            <IconButton label={t('present.previous')} disabled={at === 0} onClick={() => go('previous')}>
              <ChevronLeft size={20} />
            </IconButton>
            <span role="status">{t('present.position', { at: count === 0 ? 0 : at + 1, all: count })}</span>
            <IconButton label={t('present.next')} disabled={at + 1 >= count} onClick={() => go('next')}>
              <ChevronRight size={20} />
            </IconButton>
            <IconButton label={t('present.close')} onClick={onClose}>
              <X size={20} />
            </IconButton>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Hides what isn't of the slide; gives how many there are. */
function showSlide(place: HTMLElement | null, at: number): number {
  const blocks = [...(place?.querySelectorAll<HTMLElement>(':scope > .mdr-section > .mdr-block') ?? [])];
  const slides = slidesOf(blocks, ({ dataset }) => dataset.rule !== undefined);
  const shown = new Set(slides[at]);
  for (const block of blocks) block.hidden = !shown.has(block);
  return slides.length;
}
