/** What the tests use of oidc-provider, which brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  interface Context {
    readonly oidc: {
      readonly provider: { readonly Grant: new (of: { clientId: string; accountId: string }) => Grant }
      readonly client?: { readonly clientId: string }
      readonly session?: { readonly accountId?: string }
    }
  }
  export default class Provider {
    constructor(
      issuer: string,
      settings: {
        readonly clients: readonly object[]
        readonly cookies: { readonly keys: readonly string[] }
        readonly pkce: { readonly required: () => boolean }
        readonly features: object
        readonly findAccount: (context: Context, id: string) => { accountId: string; claims: () => object }
        readonly interactions: { readonly url: (context: Context, of: { uid: string }) => string }
        readonly loadExistingGrant: (context: Context) => Promise<Grant>
      },
    )
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  }
}
