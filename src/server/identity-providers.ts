import { readFileSync } from 'node:fs'
import * as oidc from 'openid-client'
import * as z from 'zod/mini'
import { keyedHash } from './circumstances.ts'
import { StartProblem } from './start-problem.ts'

const text = z.string().check(z.minLength(1), z.maxLength(500))
const settings = z.array(
  z.strictObject({
    /** Short, in addresses and in the database: `momd`. Never changed once people have linked. */
    code: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,30}$/)),
    /** Code of the organisation whose accounts may be linked. */
    organisation: text,
    names: z.strictObject({ ar: text, ckb: z.optional(text), kmr: z.optional(text), en: text }),
    issuer: text,
    clientId: text,
    /** A file that holds the secret alone; without one the client is public and relies on PKCE. */
    clientSecretFile: z.optional(text),
  }),
)
type ProviderSettings = z.infer<typeof settings>[number]

export interface IdentityProvider {
  readonly code: string
  readonly organisation: string
  readonly names: ProviderSettings['names']
}

/** Who somebody is at a provider: meaningful only together. */
export interface ForeignSubject {
  readonly issuer: string
  readonly subject: string
}

/**
 * Identity providers of organisations (OpenID Connect: authorization code with PKCE). Only whoever runs the server
 * names them, in a file; no request of a user can make the server ask another host.
 */
export interface IdentityProviders {
  readonly list: readonly IdentityProvider[]
  /** Where the browser is sent. `token` is the browser's cookie: state, nonce and verifier are made from it and kept nowhere. */
  begin(code: string, redirectUri: string, token: string): Promise<string>
  /** Who came back. Undefined: not what was asked for, of another issuer, used before, or the provider said no. */
  finish(code: string, cameBackTo: URL, token: string): Promise<ForeignSubject | undefined>
}

export const noProviders: IdentityProviders = {
  list: [],
  begin: () => Promise.reject(new Error('there is no identity provider')),
  finish: () => Promise.resolve(undefined),
}

/** Reads IHALA_OIDC_FILE. Throws StartProblem with what to mend; never repeats a secret. */
export function readProviders(file: string, secret: string): IdentityProviders {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new StartProblem(`IHALA_OIDC_FILE: ${file} cannot be read as JSON.`)
  }
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new StartProblem(
      `IHALA_OIDC_FILE: ${issue?.path.join('.') || 'the list'} is not right. It holds a list of {code, organisation, names: {ar, en}, issuer, clientId, clientSecretFile}.`,
    )
  }
  const codes = parsed.data.map(({ code }) => code)
  if (new Set(codes).size < codes.length)
    throw new StartProblem('IHALA_OIDC_FILE: two providers have the same code.')
  for (const { issuer, code } of parsed.data) requireSafeIssuer(issuer, code)
  return openProviders(
    parsed.data.map(({ clientSecretFile, ...provider }) => ({
      ...provider,
      clientSecret: clientSecretFile === undefined ? undefined : secretIn(clientSecretFile, provider.code),
    })),
    secret,
  )
}

/** Plain http only to this machine itself, for tests and a provider beside us. */
function isLoopback(issuer: URL): boolean {
  return issuer.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname)
}

function requireSafeIssuer(issuer: string, code: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || (url.protocol !== 'https:' && !isLoopback(url)) || url.username || url.hash)
    throw new StartProblem(`IHALA_OIDC_FILE: the issuer of ${code} must be an https address.`)
}

function secretIn(file: string, code: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new StartProblem(`IHALA_OIDC_FILE: the secret file of ${code} cannot be read.`)
  }
}

type Opened = Omit<ProviderSettings, 'clientSecretFile'> & { readonly clientSecret: string | undefined }

/** A provider that answers nothing holds a request this long at most. */
const seconds = 8

export function openProviders(providers: readonly Opened[], secret: string): IdentityProviders {
  const found = new Map<string, Promise<oidc.Configuration>>()
  const made = (token: string, purpose: string): string =>
    keyedHash(secret, `oidc.${purpose}`, token).toString('base64url')
  const named = (code: string): Opened => {
    const provider = providers.find((one) => one.code === code)
    if (!provider) throw new Error('a provider that is not in the list')
    return provider
  }
  /** Asked for once and kept; what could not be reached is asked for again at the next sign-in. */
  function configuration(code: string): Promise<oidc.Configuration> {
    const known = found.get(code)
    if (known) return known
    const { issuer, clientId, clientSecret } = named(code)
    const url = new URL(issuer)
    const asked = oidc.discovery(
      url,
      clientId,
      undefined,
      clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
      { timeout: seconds, ...(isLoopback(url) ? { execute: [oidc.allowInsecureRequests] } : {}) },
    )
    found.set(code, asked)
    asked.catch(() => found.delete(code))
    return asked
  }
  return {
    list: providers.map(({ code, organisation, names }) => ({ code, organisation, names })),
    begin: async (code, redirectUri, token) => {
      const verifier = made(token, 'verifier')
      return oidc.buildAuthorizationUrl(await configuration(code), {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: made(token, 'state'),
        nonce: made(token, 'nonce'),
      }).href
    },
    finish: async (code, cameBackTo, token) => {
      const config = await configuration(code)
      const tokens = await oidc
        .authorizationCodeGrant(config, cameBackTo, {
          pkceCodeVerifier: made(token, 'verifier'),
          expectedState: made(token, 'state'),
          expectedNonce: made(token, 'nonce'),
          idTokenExpected: true,
        })
        .catch(() => undefined)
      const claims = tokens?.claims()
      return claims ? { issuer: claims.iss, subject: claims.sub } : undefined
    },
  }
}
