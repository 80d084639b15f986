import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../design/Modal';
import { PartFault, type FaultProps } from './Fault';
import { lazyPart } from './lazyPart';

/**
 * A dialog that is loaded when it is first opened; where it can't be, a dialog says so.
 *
 * @param close does what closing it does, going by its properties.
 */
export const lazyDialog = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  close: (props: Props) => void,
) => lazyPart(load, (fault, props) => <DialogFault {...fault} onClose={() => close(props)} />);

function DialogFault({ onClose, ...fault }: FaultProps & { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t('app.name')}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <PartFault {...fault} />
    </Modal>
  );
}
