import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { isProblem } from '../../api/problem';
import { mayPass } from '../../app/patience';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import { useFocusAtFirst } from '../../design/useFocusAtFirst';
import styles from './DocumentBar.module.css';
import type { VersionedInfo } from './asking';
import { useRename } from './queries';

const PRECONDITION_FAILED = 412;

/** The title, renamed in place: Enter or leaving the field keeps it, Escape takes it back. */
export function TitleField({ document }: { document: VersionedInfo }) {
  const { t } = useTranslation();
  const { title } = document.info;
  const isNew = useIsNew();
  const field = useRef<HTMLInputElement>(null);
  useFocusAtFirst(field, isNew);
  const toast = useToast();
  const textOf = useProblemText();
  const { mutate: rename } = useRename(document.info.id);
  // Null while nobody types, and nothing typed waits to be kept: then the title is what the server says.
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? title;

  const keep = () => {
    const wanted = shown.trim();
    if (wanted === title || wanted === '') {
      setDraft(null);
      return;
    }
    // What is typed meanwhile isn't what was kept.
    const forget = () => setDraft((now) => (now === draft ? null : now));
    rename(
      { title: wanted, etag: document.etag },
      {
        onSuccess: forget,
        onError: (error) => {
          const isAnothers = isProblem(error, PRECONDITION_FAILED);
          if (!mayPass(error)) forget();
          toast(isAnothers ? t('document.renamedMeanwhile') : textOf(error));
        },
      },
    );
  };

  return (
    <div className={styles.titleField}>
      <span className={styles.titleTwin} aria-hidden="true">
        {shown}
      </span>
      <input
        ref={field}
        className={styles.titleInput}
        aria-label={t('document.title')}
        value={shown}
        placeholder={t('workspace.untitled')}
        autoComplete="off"
        size={1}
        onFocus={(event) => {
          if (isNew) event.target.select();
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setDraft(null);
        }}
      />
    </div>
  );
}

/** The page was opened by "New document": its name is the first thing to type. */
function useIsNew(): boolean {
  const { pathname, state } = useLocation() as { pathname: string; state: { isNew?: unknown } | null };
  const navigate = useNavigate();
  const [isNew] = useState(state?.isNew === true);
  // Coming back to it later isn't opening it as new.
  useEffect(() => {
    if (isNew) void navigate(pathname, { replace: true });
  }, [isNew, navigate, pathname]);
  return isNew;
}
