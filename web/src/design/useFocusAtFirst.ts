import { useLayoutEffect, type RefObject } from 'react';

/**
 * Puts the cursor into a field when it comes onto the page, which `autofocus` does only while the page itself loads.
 * A dialog leaves it there: this is before it looks for something to focus.
 */
export function useFocusAtFirst(field: RefObject<HTMLElement | null>, wanted = true): void {
  useLayoutEffect(() => {
    if (wanted) field.current?.focus();
  }, [field, wanted]);
}
