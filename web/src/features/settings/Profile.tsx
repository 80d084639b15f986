import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { body, client } from '../../api/client';
import { Button } from '../../design/Button';
import { FileButton } from '../../design/FileButton';
import { Notice } from '../../design/Notice';
import { TextField } from '../../design/TextField';
import { useToast } from '../../design/Toasts';
import { session } from '../auth/session';
import { useMe } from '../auth/useSession';
import { useSubmission } from '../auth/useSubmission';
import { pictureQuery } from '../people/queries';
import { CurrentPassword } from './CurrentPassword';
import { LanguageChoice } from './LanguageChoice';
import { ReadAloud } from './ReadAloud';
import { portraitOf } from './portrait';
import { useProfile } from './queries';
import styles from './Settings.module.css';
import picture from './Picture.module.css';
import { Avatar } from '../../design/Avatar';

export function Profile() {
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const { mutateAsync: change } = useProfile();
  const { busy, problem, errorsOf, submit } = useSubmission(['name', 'email', 'currentPassword']);
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email);
  const [password, setPassword] = useState('');
  const newEmail = email.trim() !== me.email;
  return (
    <>
      <Picture />
      <form
        className={styles.section}
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            await change({
              name: name.trim(),
              ...(newEmail && { email: email.trim(), currentPassword: password }),
            });
            setPassword('');
            toast(t('settings.kept'));
          });
        }}
      >
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        <TextField
          label={t('auth.name')}
          hint={t('auth.nameHint')}
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          errors={errorsOf('name')}
        />
        <TextField
          label={t('auth.email')}
          type="email"
          autoComplete="email"
          required
          value={email}
          hint={me.pendingEmail == null ? undefined : t('settings.pendingEmail', { email: me.pendingEmail })}
          onChange={(event) => setEmail(event.target.value)}
          errors={errorsOf('email')}
        />
        {newEmail && <CurrentPassword value={password} onChange={setPassword} errors={errorsOf('currentPassword')} />}
        <div>
          <Button type="submit" look="primary" disabled={busy}>
            {t('settings.keep')}
          </Button>
        </div>
      </form>
      <LanguageChoice />
      <ReadAloud />
    </>
  );
}

function Picture() {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const { busy, problem, submit } = useSubmission([]);
  const { data: address } = useQuery(pictureQuery(me.id));
  const send = async (file: File) => {
    const picture = await portraitOf(file).catch(() => {
      throw new Error(t('settings.notAPicture'));
    });
    const headers = { 'Content-Type': picture.type };
    // The generated body is the JSON of a string; a picture is sent as its bytes.
    const bytes = { body: '', bodySerializer: () => picture, headers };
    session.changed(await body(client.PUT('/api/v1/me/picture', bytes)));
    await queries.invalidateQueries(pictureQuery(me.id));
  };
  const remove = async () => {
    await body(client.DELETE('/api/v1/me/picture'));
    session.changed({ ...me, picture: null });
    await queries.invalidateQueries(pictureQuery(me.id));
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.picture')}</h2>
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      <div className={picture.row}>
        {address == null ? (
          <span className={picture.initials}>
            <Avatar id={me.id} name={me.name} />
          </span>
        ) : (
          <img className={picture.picture} src={address} alt={t('settings.pictureOf', { name: me.name })} />
        )}
        <FileButton
          accept="image/*"
          disabled={busy}
          onFiles={([file]) => {
            if (file !== undefined) submit(() => send(file));
          }}
        >
          {t('settings.choosePicture')}
        </FileButton>
        {me.picture !== null && (
          <Button disabled={busy} onClick={() => submit(remove)}>
            {t('settings.removePicture')}
          </Button>
        )}
      </div>
      <p className={styles.muted}>{t('settings.pictureRules')}</p>
    </section>
  );
}
