/** The screens of this feature that are fetched together. */

export { Breathe } from './Breathe.tsx';
export { Ground } from './Ground.tsx';
export { Lines } from './Lines.tsx';
export { Overdose } from './Overdose.tsx';
export { Wave } from './Wave.tsx';
