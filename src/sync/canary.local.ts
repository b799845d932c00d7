/**
 * A browser that runs out of room throws away all that a site stored, and says nothing. A cookie is not part of that:
 * while it stands and the copy does not, the browser took the copy. It holds the id of the device and travels with files
 * of the app alone.
 */
const name = 'ihala-copy'
const path = '/app'
/** Browsers keep no cookie for longer. */
const days = 400

export function plantCanary(device: string): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${device}; Path=${path}; Max-Age=${days * 86_400}; SameSite=Strict${secure}`
}

export function takeCanary(): void {
  document.cookie = `${name}=; Path=${path}; Max-Age=0; SameSite=Strict`
}

/** Id of the device whose copy was here, whether or not it still is. */
export function canary(): string | null {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return found?.slice(name.length + 1) || null
}
