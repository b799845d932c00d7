import type { CaseAnswer, RecordCopy } from '../records/answers.ts'

/** Of staff to staff about their work: not about the person. */
const notThePersons: readonly string[] = ['supervision']

/**
 * The copy of a record for the person it is about (DP-25): what is known of them, what they need, agreed to and were
 * referred for. Nobody else has a name in it: not the others of the case, not who wrote. What a note says is left to
 * whoever hands the copy over, note by note. Of a note that was corrected only the correction is given.
 */
export function recordCopy(
  file: Pick<
    CaseAnswer,
    'code' | 'openedOn' | 'state' | 'person' | 'members' | 'needs' | 'consents' | 'referrals' | 'notes'
  >,
): RecordCopy {
  const { person } = file
  const { contactSafety } = person
  const corrected = new Set(file.notes.map(({ correctsId }) => correctsId))
  return {
    code: file.code,
    openedOn: file.openedOn,
    state: file.state,
    person: {
      name: person.displayName,
      code: person.code,
      sex: person.sex,
      born: person.birthDate,
      bornPrecision: person.birthPrecision,
      language: person.language,
      placeCode: person.placeCode,
      phone: contactSafety.phone ?? null,
    },
    others: file.members
      .filter(({ removedAt }) => removedAt === null)
      .map(({ relationship, ageBand }) => ({ relationship, ageBand })),
    needs: file.needs.map(({ service, state, happenedOn }) => ({ service, state, on: happenedOn })),
    consents: file.consents.map(({ recipientNames, items, givenOn, withdrawnAt }) => ({
      organisationNames: recipientNames,
      items,
      givenOn,
      withdrawnAt,
    })),
    referrals: file.referrals
      .filter(({ sentAt }) => sentAt !== null)
      .map(({ code, service, receiverNames, state, sentAt }) => ({
        code,
        service,
        organisationNames: receiverNames,
        state,
        sentAt,
      })),
    notes: file.notes
      .filter(({ id, kind }) => !notThePersons.includes(kind) && !corrected.has(id))
      .map(({ id, happenedOn, text }) => ({ id, on: happenedOn, text })),
  }
}
