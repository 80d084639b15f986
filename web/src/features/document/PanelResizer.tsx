import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './SidePanel.module.css';

const KEY = 'mdreader.panel-width';
const NARROWEST = 280;
const WIDEST = 640;
const USUAL = 340;
const STEP = 20;

/** The panel's inner edge: dragged, or moved by the arrow keys. The width is remembered on this device. */
export function PanelResizer() {
  const { t } = useTranslation();
  const edge = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(savedWidth);
  useEffect(() => {
    edge.current?.parentElement?.style.setProperty('--panel-width', `${width}px`);
    save(width);
  }, [width]);
  const resize = (wanted: number) => setWidth(Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted))));
  return (
    <div
      ref={edge}
      className={styles.edge}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('panel.width')}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const right = event.currentTarget.parentElement?.getBoundingClientRect().right ?? 0;
        if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(right - event.clientX);
      }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') resize(width + STEP);
        if (key === 'ArrowRight') resize(width - STEP);
      }}
    />
  );
}

function savedWidth(): number {
  try {
    const saved = Number(localStorage.getItem(KEY));
    return saved >= NARROWEST && saved <= WIDEST ? saved : USUAL;
  } catch {
    return USUAL;
  }
}

function save(width: number): void {
  try {
    localStorage.setItem(KEY, String(width));
  } catch {
    // It then lasts as long as the panel.
  }
}
