import '../design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { session } from '../features/auth/session';
import { setUpLanguage } from '../i18n/setup';
import { newVersion } from '../offline/newVersion';
import { NewVersionNotice } from '../offline/NewVersionNotice';
import { askAhead, loadAhead } from './ahead';
import { App } from './App';
import { leaveRoomForKeyboard } from './keyboardRoom';
import { applyTheme, savedTheme } from './theme';
import { whenQuiet } from './whenQuiet';

applyTheme(savedTheme());
leaveRoomForKeyboard();
askAhead(location.pathname);
void session.start();
loadAhead(location.pathname);
await setUpLanguage();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has lost its #root.');
createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
    <NewVersionNotice />
  </StrictMode>,
);

// After the first page, whose loading it would only slow down.
if (import.meta.env.PROD) void whenQuiet().then(() => newVersion.keepApplication().catch(() => undefined));
