import { expect, it } from 'vitest'
import { mayIssueCode } from './office-code-rule.ts'

const baran = { roles: ['case_supervisor'], supervised: ['mosul', 'hamdaniya'] }

it('Baran helps those who work only at offices he supervises, and nobody who could watch him', () => {
  expect(mayIssueCode(baran, [{ role: 'caseworker', siteId: 'mosul' }])).toBe(true)
  expect(
    mayIssueCode(baran, [
      { role: 'caseworker', siteId: 'mosul' },
      { role: 'legal_adviser', siteId: 'sinjar' },
    ]),
  ).toBe(false)
  expect(mayIssueCode(baran, [{ role: 'caseworker', siteId: null }])).toBe(false)
  expect(mayIssueCode(baran, [])).toBe(false)
  for (const role of ['complaints_officer', 'data_protection_officer', 'case_supervisor', 'system_admin'])
    expect(mayIssueCode(baran, [{ role, siteId: 'mosul' }]), role).toBe(false)
  expect(mayIssueCode({ roles: ['system_admin'], supervised: [] }, [])).toBe(true)
})
