import { useEffect, useState } from 'react';
import { body, client } from '../../api/client';
import type { Config } from '../../api/types';

/** What this server offers to strangers; null until it has answered. */
export function useConfig(): Config | null {
  const [config, setConfig] = useState<Config | null>(null);
  useEffect(() => {
    let left = false;
    body(client.GET('/api/v1/config'))
      .then((answer) => {
        if (!left) setConfig(answer);
      })
      // Without it the form is shown, and the server says at its submission what is wrong.
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, []);
  return config;
}
