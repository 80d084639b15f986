import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Wait } from '../../app/Wait';
import type { Caret } from '../../editor/openEditor';
import type { LiveDocument, LiveView } from '../../sync/liveDocument';
import styles from './DocumentBody.module.css';
import { EditorPane } from './EditorPane';
import { PreviewPane } from './PreviewPane';
import { Rescue } from './Rescue';
import { StatusLine } from './StatusLine';
import type { Mode } from './useMode';

interface DocumentBodyProps {
  title: string;
  live: LiveDocument;
  view: LiveView;
  mode: Mode;
}

export function DocumentBody({ title, live, view, mode }: DocumentBodyProps) {
  const { t } = useTranslation();
  const { replica, leftover, save } = view;
  const [caret, setCaret] = useState<Caret | null>(null);
  const [topLine, setTopLine] = useState(0);

  return (
    <div className={styles.body}>
      {leftover !== null && (
        <Rescue
          message={t(`document.leftover.${leftover.reason}`, { count: leftover.changes })}
          title={title}
          text={() => leftover.text}
          onDiscard={() => live.discardLeftover()}
        />
      )}
      {save.kind === 'local-fail' && replica !== null && (
        <Rescue message={t('save.local-fail')} title={title} text={() => replica.text.toJSON()} />
      )}
      {replica === null ? (
        <Wait text={t('document.opening')} />
      ) : (
        <div className={styles.panes} data-mode={mode}>
          {mode !== 'view' && <EditorPane replica={replica} onCaret={setCaret} onScroll={setTopLine} />}
          {mode !== 'edit' && <PreviewPane text={replica.text} topLine={mode === 'both' ? topLine : null} />}
        </div>
      )}
      <StatusLine text={replica?.text ?? null} caret={mode === 'view' ? null : caret} save={save} />
    </div>
  );
}
