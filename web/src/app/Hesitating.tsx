import { useTranslation } from 'react-i18next';
import { isProblem, UNREACHABLE } from '../api/problem';
import { Button } from '../design/Button';
import { Main } from './surroundings';
import { Message } from './Message';

interface HesitatingProps {
  /** What kept the server from answering. */
  error: unknown;
  again: () => void;
}

/** In the place of a page that the server can't give just now: it is asked again by itself, and at once on demand. */
export function Hesitating({ error, again }: HesitatingProps) {
  const { t } = useTranslation();
  const silent = isProblem(error, UNREACHABLE);
  return (
    <Main>
      <div role="status">
        <Message title={t('app.hesitates.title')} text={t(silent ? 'app.unreachable' : 'app.hesitates.text')}>
          <Button look="primary" onClick={again}>
            {t('app.again')}
          </Button>
        </Message>
      </div>
    </Main>
  );
}
