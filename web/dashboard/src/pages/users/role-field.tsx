import type { Role } from '@/api/session';
import { Field, Select } from '@/ui/field';
import { shell } from '@/words/shell';
import { userWords as words } from '@/words/users';

const ROLES: readonly Role[] = ['technologist', 'hematologist', 'auditor', 'admin'];

export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Field label={words.fields.role} hint={words.roleSays[value]}>
      <Select value={value} onChange={(event) => onChange(event.target.value as Role)}>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {shell.roles[role]}
          </option>
        ))}
      </Select>
    </Field>
  );
}
