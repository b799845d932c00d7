const kinds = [
  ['android', /android/i],
  ['iphone', /iphone|ipad/i],
  ['windows', /windows/i],
  ['mac', /macintosh|mac os/i],
  ['linux', /linux|cros/i],
] as const

/** The kind of device a browser runs on, so that people recognise their own sessions. Nothing finer is kept. */
export function deviceName(userAgent: string): (typeof kinds)[number][0] | 'other' {
  return kinds.find(([, form]) => form.test(userAgent))?.[0] ?? 'other'
}
