/** The screens of this feature that are fetched together. */

export { Claim } from './Claim.tsx';
export { Install } from './Install.tsx';
