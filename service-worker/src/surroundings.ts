/**
 * What the worker's handlers need from the platform, as an argument: tests bring their own.
 *
 * Owns: the narrow shapes of registration and windows that are used here.
 */
export interface Shown {
  readonly tag: string;
  close(): void;
}

export interface Notices {
  showNotification(title: string, options: NotificationOptions): Promise<void>;
  getNotifications(filter?: { tag: string }): Promise<readonly Shown[]>;
}

export interface AppWindow {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

export interface Windows {
  matchAll(): Promise<readonly AppWindow[]>;
  openWindow(url: string): Promise<unknown>;
}
