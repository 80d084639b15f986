import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import controls from '../../design/controls.module.css';

/** For who has no account, or isn't signed in: where to, and back here from there. */
export function AccountFirst({ state }: { state: { returnTo: string; invite?: string } }) {
  const { t } = useTranslation();
  return (
    <>
      <Link className={`${controls.button ?? ''} ${controls.primary ?? ''}`} to="/sign-up" state={state}>
        {t('auth.signUp')}
      </Link>
      <Link className={controls.button ?? ''} to="/sign-in" state={state}>
        {t('auth.signIn')}
      </Link>
    </>
  );
}
