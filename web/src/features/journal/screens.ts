/** The screens of this feature that are fetched together. */
export { Journal } from './Journal.tsx';
export { Note } from './Note.tsx';
