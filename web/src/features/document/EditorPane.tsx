import '../../editor/editor.css';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cspNonce } from '../../app/cspNonce';
import { openEditor, type Caret } from '../../editor/openEditor';
import type { Replica } from '../../sync/replica';

interface EditorPaneProps {
  replica: Replica;
  onCaret: (caret: Caret) => void;
  /** The first line in sight, from 0, with a fraction. */
  onScroll: (line: number) => void;
}

export function EditorPane({ replica, onCaret, onScroll }: EditorPaneProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const moved = useEffectEvent(onCaret);
  const scrolled = useEffectEvent(onScroll);
  const label = t('document.editor');
  const hint = t('document.editorHint');

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const look = { label, hint, cspNonce: cspNonce() };
    const view = openEditor(parent, replica, look, {
      moved: (caret) => moved(caret),
      scrolled: (line) => scrolled(line),
    });
    return () => view.destroy();
  }, [replica, label, hint]);

  return <div ref={place} className="mdr-editor" />;
}
