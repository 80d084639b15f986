import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import controls from '../../design/controls.module.css';
import { ROLES } from './roles';

interface RoleSelectProps {
  label: string;
  value: Role;
  onChange: (role: Role) => void;
  roles?: readonly Role[];
}

export function RoleSelect({ label, value, onChange, roles = ROLES }: RoleSelectProps) {
  const { t } = useTranslation();
  return (
    <select
      className={controls.select}
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`workspace.role_${role}`)}
        </option>
      ))}
    </select>
  );
}
