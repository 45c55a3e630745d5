/** The screens of this feature that are fetched together. */

export { AppointmentPage } from './AppointmentPage.tsx';
export { Schedule } from './Schedule.tsx';
