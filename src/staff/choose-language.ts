import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { localeCodes } from '../language/locales.ts'

/** One's own language, and the digits one reads: ٠١٢ (`arab`) or 012 (`latn`). */
export const chooseLanguage = action({
  name: 'account.choose_language',
  input: z.strictObject({ locale: z.enum(localeCodes), digits: z.optional(z.enum(['arab', 'latn'])) }),
  root: { kind: 'none' },
  needs: {},
  decide: (_, { locale, digits }, { who }) => ({
    changes: [
      { op: 'update', table: 'account', key: who.accountId, set: { locale, ...(digits ? { digits } : {}) } },
    ],
  }),
})
