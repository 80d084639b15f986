import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowLeft, ArrowUp, Copy, RotateCcw, X } from 'lucide-react';
import { use, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useCopy } from '../../app/useCopy';
import { useKept } from '../../app/useKept';
import { useProblemText } from '../../app/useProblemText';
import type { Version } from '../../api/types';
import { useWide } from '../../app/useWide';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { mayEdit } from '../../sync/ticket';
import { FilesContext } from '../attachments/FilesContext';
import { threadsQuery } from '../comments/queries';
import styles from './History.module.css';
import { NameVersion } from './NameVersion';
import { diffQuery, versionTextQuery } from './queries';
import { RenderedVersion } from './RenderedVersion';
import { diffSegments, type Segment } from './segments';
import { SourceVersion } from './SourceVersion';
import { TimeSlider } from './TimeSlider';
import type { History } from './useHistory';

/** A version in the middle of the page: its text with what changed since the one before. */
export function HistoryView({ history, version }: { history: History; version: Version }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const wide = useWide();
  const [changesShown, setChangesShown] = useState(true);
  const [look, setLook] = useKept('history', ['rendered', 'source'], 'rendered');
  const files = use(FilesContext);
  const page = useRef<HTMLDivElement>(null);
  const { data: threads = [] } = useQuery(threadsQuery(history.documentId));
  const { data: text, error } = useQuery(versionTextQuery(version.id));
  const versions = history.versions ?? [];
  const before = versions[versions.findIndex(({ id }) => id === version.id) + 1];
  const { data: diff } = useQuery({
    ...diffQuery(history.documentId, before?.id ?? '', version.id),
    enabled: before !== undefined,
  });
  // What changed in the oldest that is here shows beside the one before it.
  const needsOlder = before === undefined && history.hasMore;
  const more = useEffectEvent(history.more);
  useEffect(() => {
    if (needsOlder) more();
  }, [needsOlder, version.id]);
  const lf = text?.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const hunks = changesShown ? diff?.hunks : undefined;
  const segments = useMemo(
    (): Segment[] | null => (lf === undefined ? null : diffSegments(lf, hunks ?? [])),
    [lf, hunks],
  );

  const go = (by: 1 | -1) => {
    const changes = [...(page.current?.querySelectorAll<HTMLElement>('ins, del') ?? [])];
    const at = changes.findIndex((change) => change === document.activeElement);
    const next = changes[at === -1 ? (by === 1 ? 0 : changes.length - 1) : (at + by + changes.length) % changes.length];
    next?.focus();
    next?.scrollIntoView({ block: 'center' });
  };
  const restore = async () => {
    try {
      await history.restore(version.id);
      history.show(null);
      toast(t('history.restored'));
    } catch (problem) {
      toast(textOf(problem));
    }
  };
  const copyText = useCopy();
  const copy = () => copyText(text ?? '', t('history.copied'));
  const when = new Intl.DateTimeFormat(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });

  return (
    <section className={styles.view} aria-label={t('history.version')}>
      <header className={styles.bar}>
        {!wide && (
          <IconButton label={t('history.all')} onClick={() => history.show(null)}>
            <ArrowLeft size={18} />
          </IconButton>
        )}
        <h2 className={styles.title}>{version.name ?? when.format(new Date(version.endedAt))}</h2>
        <label className={styles.toggle}>
          <input type="checkbox" checked={changesShown} onChange={() => setChangesShown(!changesShown)} />
          {t('history.changes')}
        </label>
        <label className={styles.toggle}>
          <input
            type="checkbox"
            checked={look === 'source'}
            onChange={() => setLook(look === 'source' ? 'rendered' : 'source')}
          />
          {t('history.asSource')}
        </label>
        <IconButton label={t('history.previousChange')} onClick={() => go(-1)}>
          <ArrowUp size={16} />
        </IconButton>
        <IconButton label={t('history.nextChange')} onClick={() => go(1)}>
          <ArrowDown size={16} />
        </IconButton>
        <IconButton label={t('history.copy')} onClick={copy}>
          <Copy size={16} />
        </IconButton>
        {mayEdit(history.role) && (
          <Button look="primary" onClick={() => void restore()}>
            <RotateCcw size={16} />
            {t('history.restore')}
          </Button>
        )}
        {wide && (
          <IconButton label={t('history.close')} onClick={() => history.show(null)}>
            <X size={16} />
          </IconButton>
        )}
      </header>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      <div ref={page} className={styles.text} tabIndex={0} role="region" aria-label={t('history.text')}>
        {segments !== null &&
          (look === 'source' ? (
            <SourceVersion segments={segments} />
          ) : (
            <RenderedVersion segments={segments} files={files} />
          ))}
      </div>
      {mayEdit(history.role) && (
        <details className={styles.rename}>
          <summary>{t('history.nameThis')}</summary>
          <NameVersion
            key={version.id}
            label={t('history.nameOf')}
            initial={version.name ?? ''}
            onName={(name) => history.rename(version.id, name)}
          />
        </details>
      )}
      <TimeSlider
        versions={versions}
        threads={threads}
        version={version}
        hasMore={history.hasMore}
        nameOf={history.nameOf}
        onShow={history.show}
      />
    </section>
  );
}
