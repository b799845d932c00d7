import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** A real identity provider on this machine; whoever asks is `subject`. */
export interface IdentityProvider {
  readonly issuer: string
  subject: string
  /** Where it sends browsers back to; set before the first sign-in. */
  backTo: string
  close(): Promise<void>
}

export const oidcClient = { clientId: 'ihala', clientSecret: 'a-secret-of-the-test-0123456789' }

export async function identityProvider(backTo = 'http://localhost/app/provider'): Promise<IdentityProvider> {
  const server: Server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const here: IdentityProvider = {
    issuer,
    subject: 'nobody',
    backTo,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  let made: { readonly provider: Provider; readonly callback: ReturnType<Provider['callback']> } | undefined
  server.on('request', (request, response) => {
    if (made === undefined) {
      const provider = open(here)
      made = { provider, callback: provider.callback() }
    }
    void (request.url?.startsWith('/interaction/')
      ? made.provider.interactionFinished(request, response, { login: { accountId: here.subject } })
      : made.callback(request, response))
  })
  return here
}

function open({ issuer, backTo }: IdentityProvider): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: oidcClient.clientId,
        client_secret: oidcClient.clientSecret,
        redirect_uris: [backTo],
      },
    ],
    cookies: { keys: ['a key of the test'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: 'amina@example.org' }),
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // nobody is asked to agree: the organisation has
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
}
