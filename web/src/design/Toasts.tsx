import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import styles from './popup.module.css';

/** Short messages that go by themselves: a result, and at most one thing to do about it. */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={8000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.toasts}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <Toast.Title className={styles.toastText} render={<p />} />
      <Toast.Action className={styles.toastAction} />
    </Toast.Root>
  ));
}

/** Shows a message; with an action when something can be done about it. */
export function useToast(): (text: string, action?: { label: string; run: () => void }) => void {
  const { add } = Toast.useToastManager();
  return (text, action) => {
    add({
      title: text,
      ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
    });
  };
}
