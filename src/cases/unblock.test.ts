import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockedBy, services } from '../services/taxonomy.ts'
import { unblockers, waitingFor } from './unblock.ts'

describe('a missing document', () => {
  it('becomes a need that shows which of the person’s wishes it blocks', () => {
    const [birth] = unblockers(['DOC.BIRTH'], ['LIV.VOCTRA', 'EDU.ENROL'], blockedBy)
    expect(birth?.service).toBe('DOC.BIRTH')
    expect(birth?.blocksNeeds).toEqual(['EDU.ENROL'])
    expect(birth?.blocks).toContain('FOO.RATREI')
  })

  it('that frees most of what the person asked for comes first, and is not asked for twice', () => {
    const list = unblockers(['DOC.NATCER', 'DOC.UNIFID'], ['CSH.SSN', 'HLP.COMP'], blockedBy)
    expect(list.map((unblocker) => unblocker.service)).toEqual(['DOC.UNIFID', 'DOC.NATCER'])
    expect(unblockers(['DOC.UNIFID', 'DOC.UNIFID'], ['DOC.UNIFID'], blockedBy)).toEqual([])
  })

  it('is shown beside the needs that wait for it', () => {
    expect(waitingFor('EDU.ENROL', ['DOC.BIRTH', 'EDU.ENROL'], blockedBy)).toEqual(['DOC.BIRTH'])
    expect(waitingFor('EDU.ENROL', ['EDU.ENROL', 'LIV.VOCTRA'], blockedBy)).toEqual([])
  })

  it('never claims to block a need that the taxonomy does not say it blocks', () => {
    const codes = services.map((service) => service.code)
    fc.assert(
      fc.property(fc.subarray(codes), fc.subarray(codes), (missing, needs) => {
        for (const { service, blocksNeeds } of unblockers(missing, needs, blockedBy))
          for (const need of blocksNeeds) {
            expect(needs).toContain(need)
            expect(blockedBy(service)).toContain(need)
          }
      }),
    )
  })
})
