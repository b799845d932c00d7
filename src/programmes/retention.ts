import nrm from '../../programmes/nrm/retention.json' with { type: 'json' }
import { findProgramme } from './shipped.ts'
import { ageRange } from '../people/age-bands.ts'

/** How long what is kept stays as it is, by programme. Each file says what its numbers rest on. */
interface Retention {
  readonly programme: string
  /**
   * Months after closing: then a case no longer tells who it is about, and what it protects no longer opens. The longest
   * that applies counts; `legalFile` for cases with a need in one of `legalSectors`.
   */
  readonly monthsAfterClosing: {
    readonly closedCase: number
    readonly protected: number
    readonly legalFile: number
  }
  /** Months without any work on a case that stands in one of these states and was never referred. */
  readonly neverBegan: { readonly months: number; readonly states: readonly string[] }
  readonly legalSectors: readonly string[]
  /** The case of a child stays until this birthday at least. */
  readonly childUntilAge: number
}

const retentions: readonly Retention[] = [nrm]

/** What the database reckons with: the rules, and the youngest that each age band of the programme can mean. */
export const retentionTerms = retentions.map((retention) => ({
  ...retention,
  youngest: Object.fromEntries(
    (findProgramme(retention.programme)?.lists['ageBand'] ?? []).flatMap(({ code }) => {
      const range = ageRange(code)
      return range === null ? [] : [[code, range.from]]
    }),
  ),
}))
