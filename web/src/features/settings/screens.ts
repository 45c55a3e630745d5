/** The screens of this feature that are fetched together. */

export { Devices } from './Devices.tsx';
export { Settings } from './Settings.tsx';
export { TeamSees } from './TeamSees.tsx';
export { Waiting } from './Waiting.tsx';
