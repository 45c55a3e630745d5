/** The care team's page. */
import { render } from 'preact';
import { speak, startLanguage } from '../ui/strings/index.ts';
import '../ui/styles/index.css';
import { startTheme } from '../ui/theme.ts';
import { App } from './App.tsx';
import './care.css';
import { start, watchPresence } from './session.ts';

async function open(place: HTMLElement): Promise<void> {
  startTheme();
  await speak(startLanguage());
  watchPresence();
  render(<App />, place);
  await start();
}

const place = document.getElementById('app');
if (place !== null) void open(place);
