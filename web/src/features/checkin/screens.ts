/** The screens of this feature that are fetched together. */

export { GoingOnStep } from './GoingOnStep.tsx';
export { MoodStep } from './MoodStep.tsx';
export { NoteStep } from './NoteStep.tsx';
export { SavedStep } from './SavedStep.tsx';
export { UrgeStep } from './UrgeStep.tsx';
