import { useTranslation } from 'react-i18next';
import { TextField } from '../../design/TextField';
import { useMe } from '../auth/useSession';

interface CurrentPasswordProps {
  value: string;
  onChange: (password: string) => void;
  errors: string[];
}

/** Asked for again before what could lock somebody out; who signs in by another service and has none isn't asked. */
export function CurrentPassword({ value, onChange, errors }: CurrentPasswordProps) {
  const { t } = useTranslation();
  const { hasPassword } = useMe();
  return (
    hasPassword && (
      <TextField
        label={t('settings.currentPassword')}
        type="password"
        autoComplete="current-password"
        required
        value={value}
        onChange={(event) => onChange(event.target.value)}
        errors={errors}
      />
    )
  );
}
