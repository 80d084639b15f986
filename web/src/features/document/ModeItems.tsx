import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import popup from '../../design/popup.module.css';
import type { Mode } from './savedMode';
import { PHONE_MODES } from './useMode';

interface ModeItemsProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
}

/** How the document is shown, in the menu of a telephone. */
export function ModeItems({ mode, onMode }: ModeItemsProps) {
  const { t } = useTranslation();
  const labels = { live: t('document.mode_live'), view: t('document.mode_view') };
  return <ChoiceItems label={t('document.mode')} labels={labels} order={PHONE_MODES} value={mode} onChoose={onMode} />;
}

interface ChoiceItemsProps<Value extends string> {
  label: string;
  labels: Record<Value, string>;
  order: readonly Value[];
  value: string;
  onChoose: (value: Value) => void;
}

/** One of several, as items of a menu. */
export function ChoiceItems<Value extends string>({ label, labels, order, value, onChoose }: ChoiceItemsProps<Value>) {
  return (
    <Menu.RadioGroup aria-label={label} value={value} onValueChange={(chosen) => onChoose(chosen as Value)}>
      {order.map((one) => (
        <Menu.RadioItem key={one} value={one} closeOnClick className={popup.item}>
          {labels[one]}
          <span className={popup.itemCheck}>{one === value && <Check size={16} />}</span>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
