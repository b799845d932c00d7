import nrm from '../../programmes/nrm/retention.json' with { type: 'json' }

/** How long what is closed stays as it is, by programme. Each file says what its numbers rest on. */
export interface Retention {
  readonly programme: string
  /** Months after closing: then a case no longer tells who it is about, and what it protects no longer opens. */
  readonly monthsAfterClosing: { readonly closedCase: number; readonly protected: number }
}

export const retentions: readonly Retention[] = [nrm]
