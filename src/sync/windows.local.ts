/** What the windows of one copy tell each other: no content, only that something happened. */
export type WindowNews =
  /** Something in the copy changed. */
  | 'changed'
  /** Locked by hand: everywhere. */
  | 'locked'
  /** The copy is no longer on this device. */
  | 'gone'

const channel = new BroadcastChannel('ihala-device')

export function tellWindows(news: WindowNews): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin alone
  channel.postMessage(news)
}

/** Hears what other windows say, never oneself. */
export function onWindowNews(then: (news: WindowNews) => void): () => void {
  const listener = ({ data }: MessageEvent<WindowNews>): void => then(data)
  channel.addEventListener('message', listener)
  return () => channel.removeEventListener('message', listener)
}

/** Runs when no other window of this device is syncing; whoever waits is next. */
export function aloneAmongWindows<T>(device: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(`ihala-sync-${device}`, work)
}
