import { useEffect, useState } from 'react';
import { useShortcut } from '../../app/useShortcut';
import type { Replica } from '../../sync/replica';
import { newsReport, type NewsSection } from './newsReport';

export interface WhatChanged {
  /** Null while nobody asks. */
  report: NewsSection[] | null;
  ask: () => void;
  close: () => void;
}

/** "What changed since I was here?": since the person last had the page in sight, or last asked. */
export function useWhatChanged(replica: Replica | null): WhatChanged {
  const [report, setReport] = useState<NewsSection[] | null>(null);
  useEffect(() => {
    const leaving = () => {
      if (document.visibilityState === 'hidden') replica?.news.clear();
    };
    document.addEventListener('visibilitychange', leaving);
    return () => document.removeEventListener('visibilitychange', leaving);
  }, [replica]);
  const ask = () => {
    if (replica !== null) setReport(newsReport(replica.text.toJSON(), replica.news.parts()));
  };
  useShortcut('whatChanged', ask);
  return {
    report,
    ask,
    close: () => {
      setReport(null);
      replica?.news.clear();
    },
  };
}
