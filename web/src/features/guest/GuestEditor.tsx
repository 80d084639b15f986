import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from '../../app/Frame';
import { Wait } from '../../app/Wait';
import { useShortcut } from '../../app/useShortcut';
import { toggleTaskInText } from '../../editor/tasks';
import { NO_DRAFT } from '../../sync/draft';
import { localEntries, newEntry, type LocalEntry } from '../../sync/localEntries';
import { useNoAttaching } from '../attachments/useAttaching';
import { OutlinePanel } from '../document/OutlinePanel';
import body from '../document/DocumentBody.module.css';
import { Rescue } from '../document/Rescue';
import { SidePanel } from '../document/SidePanel';
import { StatusLine } from '../document/StatusLine';
import { TextPanes } from '../document/TextPanes';
import { useLeaveWarning } from '../document/useLeaveWarning';
import { useMode } from '../document/useMode';
import { usePanes } from '../document/usePanes';
import { useSaveKey } from '../document/useSaveKey';
import { warnsBeforeLeaving, type SaveState } from '../../sync/saveState';
import { DropZone } from './DropZone';
import { FileNotice } from './FileNotice';
import { GuestBar } from './GuestBar';
import { GuestPaletteHost } from './GuestPaletteHost';
import { GuestRail } from './GuestRail';
import { OnceNotice } from './OnceNotice';
import { useLocalDocument } from './useLocalDocument';
import { useLocalFile, type OpenFile } from './useLocalFile';

interface GuestEditorProps {
  id: string;
  entries: LocalEntry[];
  /** It was deleted, here or in another tab. */
  onGone: () => void;
}

export function GuestEditor({ id, entries, onGone }: GuestEditorProps) {
  const { t } = useTranslation();
  const { replica, save, gone } = useLocalDocument(id);
  const [mode, setMode] = useMode('editor');
  const [outline, setOutline] = useState(false);
  const panes = usePanes();
  const entry = entries.find((one) => one.id === id);
  const file = useLocalFile(entry, replica);
  const shownSave = fileSave(save, file);
  useLeaveWarning(warnsBeforeLeaving(shownSave), NO_DRAFT, file?.state.kind === 'waiting');
  useSaveKey(() => shownSave, false, null);
  useShortcut('outline', () => setOutline(!outline));
  const attaching = useNoAttaching();
  const title = entry?.title ?? '';

  useEffect(() => {
    document.title = `${title || t('workspace.untitled')} – ${t('app.name')}`;
  }, [title, t]);
  const leave = useEffectEvent(onGone);
  useEffect(() => {
    if (gone) leave();
  }, [gone]);

  const rename = (wanted: string) =>
    entry === undefined
      ? localEntries.add(newEntry(wanted, Date.now(), id), '')
      : localEntries.change(id, { title: wanted });

  const bar = (
    <GuestBar
      title={title}
      onTitle={(wanted) => void rename(wanted)}
      save={shownSave}
      mode={mode}
      onMode={setMode}
      outline={outline}
      onOutline={() => setOutline(!outline)}
      text={() => replica?.text.toJSON() ?? ''}
    />
  );
  return (
    <DropZone>
      <Frame rail={<GuestRail entries={entries} current={id} />} railName={t('guest.rail')} bar={bar}>
        <GuestPaletteHost entries={entries} />
        <div className={body.body}>
          {save.kind === 'local-fail' && replica !== null && (
            <Rescue message={t('guest.notKept')} title={title} text={() => replica.text.toJSON()} />
          )}
          {file !== null && <FileNotice open={file} />}
          {entry !== undefined && save.kind !== 'local-fail' && file === null && <OnceNotice />}
          {replica === null ? (
            <Wait text={t('document.opening')} />
          ) : (
            <div className={body.middle}>
              <TextPanes
                panes={panes}
                title={title}
                shown={replica}
                rendered={replica}
                colour={0}
                mode={mode}
                attaching={attaching}
                onTick={(line) => toggleTaskInText(replica, line)}
                onComment={null}
              />
              {outline && (
                <SidePanel title={t('document.outline')} onClose={() => setOutline(false)}>
                  <OutlinePanel text={replica.text} onGo={panes.go} />
                </SidePanel>
              )}
            </div>
          )}
          <StatusLine
            text={replica?.text ?? null}
            caret={mode === 'view' ? null : panes.caret}
            link={null}
            file={null}
          />
        </div>
      </Frame>
    </DropZone>
  );
}

/** A text that belongs to a file is safe once the file has it. */
function fileSave(save: SaveState, open: OpenFile | null): SaveState {
  if (open === null || save.kind !== 'device') return save;
  switch (open.state.kind) {
    case 'written':
      return { kind: 'file', name: open.file.name };
    case 'waiting':
      return { kind: 'editing' };
    // The notice says why the file isn't written; this device has the text.
    case 'locked':
    case 'conflict':
    case 'failed':
      return save;
  }
}
