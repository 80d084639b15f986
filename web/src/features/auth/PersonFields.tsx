import { useTranslation } from 'react-i18next';
import { TextField } from '../../design/TextField';
import { PasswordField } from './PasswordField';
import type { Submission } from './useSubmission';

export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

export const NOBODY: NewPerson = { name: '', email: '', password: '' };

interface PersonFieldsProps {
  person: NewPerson;
  onChange: (person: NewPerson) => void;
  errorsOf: Submission['errorsOf'];
}

/** What signing up and setting up both ask for. */
export function PersonFields({ person, onChange, errorsOf }: PersonFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('auth.name')}
        hint={t('auth.nameHint')}
        name="name"
        autoComplete="name"
        required
        focusAtFirst
        value={person.name}
        onChange={(event) => onChange({ ...person, name: event.target.value })}
        errors={errorsOf('name')}
      />
      <TextField
        label={t('auth.email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={person.email}
        onChange={(event) => onChange({ ...person, email: event.target.value })}
        errors={errorsOf('email')}
      />
      <PasswordField
        value={person.password}
        onChange={(password) => onChange({ ...person, password })}
        purpose="new"
        errors={errorsOf('password')}
      />
    </>
  );
}
