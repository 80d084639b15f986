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
    if (replica !== null) setReport(reportOf(replica));
  };
  // Whoever asks as the document opens is told of what comes from the server only then.
  const isAsked = report !== null;
  useEffect(() => {
    if (replica === null || !isAsked) return;
    const tell = () => setReport(reportOf(replica));
    replica.text.observe(tell);
    return () => replica.text.unobserve(tell);
  }, [replica, isAsked]);
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

const reportOf = ({ text, news }: Replica) => newsReport(text.toJSON(), news.parts());
