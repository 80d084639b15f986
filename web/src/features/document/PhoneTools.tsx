import { Menu } from '@base-ui/react/menu';
import { UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import popup from '../../design/popup.module.css';
import type { Person } from '../../sync/people';
import { Face } from '../people/Face';
import type { Suggesting } from '../suggestions/useDraft';
import { ChoiceItems, ModeItems } from './ModeItems';
import { usePanelsOffered, type PanelsOffered } from './panels';
import type { Following } from './useFollowing';
import type { Mode } from './savedMode';

interface PhoneToolsProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  offered: PanelsOffered;
  suggesting: Suggesting;
  people: Person[];
  following: Following;
  /** Null for those who can't. */
  onShare: (() => void) | null;
}

/** What the bar of a wide screen shows side by side: on a telephone these are the first items of the document's menu. */
export function PhoneTools({ mode, onMode, offered, suggesting, people, following, onShare }: PhoneToolsProps) {
  const { t } = useTranslation();
  const panels = usePanelsOffered(offered);
  const { choose } = suggesting;
  const others = people.filter(({ isMe, isAssistant }) => !isMe && !isAssistant);
  return (
    <>
      <ModeItems mode={mode} onMode={onMode} />
      {choose !== null && (
        <>
          <Menu.Separator className={popup.separator} />
          <ChoiceItems
            label={t('suggestions.typing')}
            labels={{ editing: t('suggestions.editing'), suggesting: t('suggestions.suggesting') }}
            order={['editing', 'suggesting']}
            value={suggesting.on ? 'suggesting' : 'editing'}
            onChoose={(chosen) => choose(chosen === 'suggesting')}
          />
        </>
      )}
      <Menu.Separator className={popup.separator} />
      {panels.map(({ name, Icon, label }) => (
        <Menu.Item key={name} className={popup.item} onClick={() => offered.onPanel(name)}>
          <Icon size={16} />
          {label}
        </Menu.Item>
      ))}
      {onShare !== null && (
        <Menu.Item className={popup.item} onClick={onShare}>
          <UserPlus size={16} />
          {t('sharing.share')}
        </Menu.Item>
      )}
      {others.length > 0 && (
        <Menu.Group>
          <Menu.GroupLabel className={popup.groupLabel}>
            {t('document.peopleHere', { count: people.length })}
          </Menu.GroupLabel>
          {others.map(({ id, name }) => (
            <Menu.Item key={id} className={popup.item} onClick={() => following.follow(id)}>
              <Face id={id} name={name} />
              {t('follow.follow', { name })}
            </Menu.Item>
          ))}
        </Menu.Group>
      )}
    </>
  );
}
