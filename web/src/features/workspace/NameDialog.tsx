import { useState } from 'react';
import { Button } from '../../design/Button';
import { Modal } from '../../design/Modal';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import form from '../auth/AuthCard.module.css';
import { useSubmission } from '../auth/useSubmission';

interface NameDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  label: string;
  initial?: string;
  action: string;
  onName: (name: string) => Promise<unknown>;
}

export function NameDialog({ open, onClose, title, ...form }: NameDialogProps) {
  return (
    <Modal open={open} onOpenChange={(next) => !next && onClose()} title={title}>
      <NameForm onClose={onClose} {...form} />
    </Modal>
  );
}

function NameForm({ onClose, label, initial = '', action, onName }: Omit<NameDialogProps, 'open' | 'title'>) {
  const [name, setName] = useState(initial);
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'title']);
  return (
    <form
      className={form.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await onName(name.trim());
          onClose();
        });
      }}
    >
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <TextField
        label={label}
        required
        focusAtFirst
        autoComplete="off"
        value={name}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        errors={[...errorsOf('name'), ...errorsOf('title')]}
      />
      <Button type="submit" look="primary" disabled={busy || name.trim() === ''}>
        {action}
      </Button>
    </form>
  );
}
