/** Something that a person wants on this device, or doesn't; off unless asked for. */
export interface DeviceSwitch {
  isOn: () => boolean;
  turn: (on: boolean) => void;
}

export const deviceSwitch = (key: string): DeviceSwitch => ({
  isOn() {
    try {
      return localStorage.getItem(key) === 'yes';
    } catch {
      return false;
    }
  },
  turn(on) {
    try {
      if (on) localStorage.setItem(key, 'yes');
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing has it off.
    }
  },
});

/** Whether others' edits near the cursor are read out. */
export const announcesEdits = deviceSwitch('mdreader.announce-edits');

/** Whether the editor takes keys as Vim does. */
export const vimKeys = deviceSwitch('mdreader.vim');
