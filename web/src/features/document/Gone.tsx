import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Message } from '../../app/Message';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { useIsGuest } from '../auth/useSession';
import { AskAccess } from '../sharing/AskAccess';
import { useRestore } from './queries';

interface GoneProps {
  documentId: string;
  trashed: boolean;
}

export function Gone({ documentId, trashed }: GoneProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { mutate: restore, isPending } = useRestore(documentId);
  const isGuest = useIsGuest();
  const mayAsk = !trashed && !isGuest;
  const what = trashed ? 'trashed' : mayAsk ? 'ask' : 'gone';
  return (
    <Message title={t(`document.gone.${what}Title`)} text={t(`document.gone.${what}Text`)}>
      {trashed && (
        <Button
          look="primary"
          disabled={isPending}
          onClick={() => restore(undefined, { onError: (error) => toast(textOf(error)) })}
        >
          {t('document.gone.restore')}
        </Button>
      )}
      {mayAsk && <AskAccess documentId={documentId} present={null} />}
      <Link to="/">{t('document.gone.home')}</Link>
    </Message>
  );
}
