import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/Button';
import { TextField } from '../../design/TextField';

interface PasswordFieldProps {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** A new password is described and may be offered by a password manager. */
  purpose: 'current' | 'new';
  errors?: string[];
}

export function PasswordField({ label, value, onChange, purpose, errors }: PasswordFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      label={label ?? t('auth.password')}
      hint={purpose === 'new' ? t('auth.passwordHint') : undefined}
      type={shown ? 'text' : 'password'}
      name="password"
      autoComplete={purpose === 'new' ? 'new-password' : 'current-password'}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
      errors={errors}
    >
      <IconButton
        label={t(shown ? 'auth.hidePassword' : 'auth.showPassword')}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff size={18} /> : <Eye size={18} />}
      </IconButton>
    </TextField>
  );
}
