import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Message } from '../../app/Message';
import { useProblemText } from '../../app/useProblemText';
import { Button } from '../../design/Button';
import { useToast } from '../../design/Toasts';
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
  return (
    <Message
      title={t(trashed ? 'document.gone.trashedTitle' : 'document.gone.title')}
      text={t(trashed ? 'document.gone.trashedText' : 'document.gone.text')}
    >
      {trashed && (
        <Button
          look="primary"
          disabled={isPending}
          onClick={() => restore(undefined, { onError: (error) => toast(textOf(error)) })}
        >
          {t('document.gone.restore')}
        </Button>
      )}
      <Link to="/">{t('document.gone.home')}</Link>
    </Message>
  );
}
