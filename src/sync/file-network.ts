/** As the Network Information API says it; `unknown` where the browser has none (Firefox, iOS, most on a desk). */
export type Link = 'unmetered' | 'metered' | 'unknown'

/**
 * Whether files may go, whose sender wants them over Wi-Fi alone. What the browser does not say is not taken for Wi-Fi:
 * then they wait until their sender lets them go. Words ask nothing of this, they always go.
 */
export function mayFilesGo(asked: {
  readonly wifiOnly: boolean
  /** Works in field mode: a slow or paid link, whatever the browser calls it. */
  readonly isField: boolean
  readonly link: Link
  /** Their sender said: now, over whatever there is. */
  readonly isLetGo: boolean
}): boolean {
  return asked.isLetGo || !asked.wifiOnly || (asked.link === 'unmetered' && !asked.isField)
}

/** @param type of NetworkInformation; left out where the browser keeps it to itself */
export function linkOf(type: string | undefined): Link {
  if (type === 'wifi' || type === 'ethernet') return 'unmetered'
  return type === undefined || type === 'unknown' || type === 'none' ? 'unknown' : 'metered'
}
