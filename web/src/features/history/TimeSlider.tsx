import { Pause, Play } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../api/types';
import { IconButton } from '../../design/Button';
import styles from './History.module.css';

const STEP = 1_500;

interface TimeSliderProps {
  /** The newest first. */
  versions: Version[];
  version: Version;
  onShow: (version: Version) => void;
}

/** Through the versions by dragging, by the arrow keys or by itself; named ones are marked. */
export function TimeSlider({ versions, version, onShow }: TimeSliderProps) {
  const { t, i18n } = useTranslation();
  const marks = useId();
  const [playing, setPlaying] = useState(false);
  const inOrder = [...versions].reverse();
  const at = inOrder.findIndex(({ id }) => id === version.id);
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const show = (index: number) => {
    const next = inOrder[index];
    if (next !== undefined) onShow(next);
  };
  const step = useEffectEvent(() => {
    if (at + 1 >= inOrder.length) setPlaying(false);
    else show(at + 1);
  });
  useEffect(() => {
    if (!playing) return;
    const ticking = setInterval(() => step(), STEP);
    return () => clearInterval(ticking);
  }, [playing]);

  return (
    <div className={styles.slider}>
      <IconButton
        label={t(playing ? 'history.pause' : 'history.play')}
        onClick={() => {
          if (!playing && at + 1 >= inOrder.length) show(0);
          setPlaying(!playing);
        }}
      >
        {playing ? <Pause size={16} /> : <Play size={16} />}
      </IconButton>
      <input
        className={styles.range}
        type="range"
        min={0}
        max={Math.max(0, inOrder.length - 1)}
        value={Math.max(0, at)}
        list={marks}
        aria-label={t('history.slider')}
        aria-valuetext={`${version.name ?? ''} ${when.format(new Date(version.endedAt))}`.trim()}
        onChange={({ target }) => {
          setPlaying(false);
          show(Number(target.value));
        }}
      />
      <datalist id={marks}>
        {inOrder.flatMap(({ name }, index) =>
          name === null ? [] : [<option key={index} value={index} label={name} />],
        )}
      </datalist>
      <span className={styles.when}>{t('history.position', { at: at + 1, all: inOrder.length })}</span>
    </div>
  );
}
