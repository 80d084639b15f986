import { MessageSquare, Pause, Play, SkipBack, SkipForward, Star, StepForward } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { Thread, Version } from '../../api/types';
import { useStill } from '../../app/useWide';
import { IconButton } from '../../design/Button';
import { AuthorLanes } from './AuthorLanes';
import type { Writer } from './contributors';
import { lanesOf, markersOf, nextOf } from './timeline';
import styles from './TimeSlider.module.css';
import { usePlaying } from './usePlaying';

interface TimeSliderProps {
  /** The newest first. */
  versions: Version[];
  threads: Thread[];
  version: Version;
  /** There are older ones than these. */
  hasMore: boolean;
  nameOf: (writer: Writer) => string;
  onShow: (version: Version) => void;
}

/**
 * Through the versions by dragging, by the arrow keys or by itself. Above it stand who wrote in which of them, which have
 * names, and which were commented on; the slider says the same in words.
 */
export function TimeSlider({ versions, threads, version, hasMore, nameOf, onShow }: TimeSliderProps) {
  const { t, i18n } = useTranslation();
  const inOrder = [...versions].reverse();
  const at = Math.max(
    0,
    inOrder.findIndex(({ id }) => id === version.id),
  );
  const markers = markersOf(inOrder, threads);
  const here = markers.find((marker) => marker.at === at);
  const places = markers.map((marker) => marker.at);
  const when = new Intl.DateTimeFormat(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });
  const people = new Intl.ListFormat(dateLocale(i18n.language));
  const show = (index: number) => {
    const next = inOrder[index];
    if (next !== undefined) onShow(next);
  };
  // Who wants nothing to move by itself goes from one to the next by hand.
  const still = useStill();
  const { playing, toggle, stop } = usePlaying(at, inOrder.length, show, !still);
  const go = (index: number | null) => {
    stop();
    if (index !== null) show(index);
  };
  const said = [
    version.name,
    when.format(new Date(version.endedAt)),
    people.format(version.contributors.map(nameOf)),
    here !== undefined && here.comments > 0 ? t('history.comments', { count: here.comments }) : null,
  ];

  return (
    <div className={styles.slider} style={{ '--versions': inOrder.length, '--at': at } as CSSProperties}>
      <div className={styles.line} aria-hidden="true">
        <span />
        <div className={styles.track}>
          {markers.map(({ at: place, name, comments }) => (
            <span
              key={place}
              className={styles.marker}
              title={[name, comments > 0 && t('history.comments', { count: comments })].filter(Boolean).join(' · ')}
              style={{ '--from': place + 1, '--to': place + 2 } as CSSProperties}
              onClick={() => go(place)}
            >
              {name !== null && <Star size={12} className={styles.star} />}
              {comments > 0 && <MessageSquare size={12} />}
            </span>
          ))}
        </div>
      </div>
      <AuthorLanes lanes={lanesOf(inOrder)} all={inOrder.length} at={at} nameOf={nameOf} onGo={go} />
      <div className={styles.line}>
        <span className={styles.position}>
          {t(hasMore ? 'history.positionOfLatest' : 'history.position', { at: at + 1, all: inOrder.length })}
        </span>
        <div className={styles.rangeFrame}>
          <input
            className={styles.range}
            type="range"
            min={0}
            max={Math.max(0, inOrder.length - 1)}
            value={at}
            aria-label={t('history.slider')}
            aria-valuetext={said.filter(Boolean).join(', ')}
            onChange={({ target }) => go(Number(target.value))}
          />
        </div>
      </div>
      <div className={styles.controls}>
        <IconButton
          label={t('history.previousMarker')}
          disabled={places.length === 0}
          onClick={() => go(nextOf(places, at, -1))}
        >
          <SkipBack size={16} />
        </IconButton>
        {still ? (
          <IconButton label={t('history.nextVersion')} disabled={at + 1 >= inOrder.length} onClick={() => go(at + 1)}>
            <StepForward size={16} />
          </IconButton>
        ) : (
          <IconButton label={t(playing ? 'history.pause' : 'history.play')} onClick={toggle}>
            {playing ? <Pause size={16} /> : <Play size={16} />}
          </IconButton>
        )}
        <IconButton
          label={t('history.nextMarker')}
          disabled={places.length === 0}
          onClick={() => go(nextOf(places, at, 1))}
        >
          <SkipForward size={16} />
        </IconButton>
        <p className={styles.said} aria-hidden="true">
          {said.filter(Boolean).join(' · ')}
        </p>
      </div>
    </div>
  );
}
