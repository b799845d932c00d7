import { type Change, action } from '../actions/action.ts'
import { refuse } from '../basics/refusal.ts'
import { caseEvent, pastOrRefuse } from './case-rules.ts'
import { eligibilityOf } from './eligibility-of-case.ts'
import { checkIntake, intakeInput } from './intake.ts'
import { memberRow } from './members.ts'
import { firstContact, newCase } from './new-case.ts'

/** Seven fields and a name or a code name: nobody is turned away unheard (SOP 6.1, step 2). */
export const openCase = action({
  name: 'case.open',
  input: intakeInput,
  root: { kind: 'new_case', id: ({ caseId }) => caseId },
  needs: { reference: true, site: ({ siteId }) => siteId },
  decide({ reference, site }, given, circumstances) {
    const { who, today } = circumstances
    if (!site || site.organisationId !== who.organisationId) refuse('site.not_found')
    if (!who.sites.includes(site.id)) refuse('case.site_not_yours')
    const programme =
      reference.programme(given.programme ?? 'nrm') ??
      refuse('case.programme_unknown', { programme: given.programme ?? 'nrm' })
    checkIntake(programme, given)
    pastOrRefuse(given.openedOn, today, 'openedOn')
    const { person, file: opened } = newCase(given, programme, site, reference, circumstances)
    const contact = firstContact(opened, reference, circumstances)
    // as settle_case would find it: so the new row is written once
    const { dueAt: nextDueAt = null, id: nextDueRef = null } = contact.row
    const file = { ...opened, nextDueAt, nextDueKind: 'task.contact', nextDueRef }
    const members = (given.members ?? []).map((member) => memberRow(member, file, circumstances))
    const changes: Change[] = [
      { op: 'insert', table: 'person', row: person },
      { op: 'insert', table: 'case_file', row: file },
      ...members.map((row): Change => ({ op: 'insert', table: 'case_member', row })),
      contact,
      caseEvent(file, circumstances, 'case.open', {
        happenedOn: file.openedOn,
        detail: {
          programme: file.programme,
          version: file.programmeVersion,
          urgency: file.urgency,
          late: file.enteredLate,
          members: members.length,
        },
      }),
    ]
    return {
      changes,
      result: {
        caseId: file.id,
        code: file.code,
        personId: person.id,
        personCode: person.code,
        state: file.state,
        eligibility: eligibilityOf(file, programme, reference),
      },
      audit: { siteId: site.id, programme: file.programme },
    }
  },
})
