import { parseCode } from '../basics/codes.ts'
import type { PersonRow } from '../records/rows.ts'
import { keysOf, nameWords, searchKeysOfText } from './names.ts'
import { phoneForStore } from './phones.ts'

type Found = Pick<PersonRow, 'code' | 'nameParts' | 'codeName' | 'contactSafety'>
type Keys = Pick<PersonRow, 'searchKeys' | 'searchVersion'>

const codeKey = (code: string) => `code:${code}`
/** Less is a house number or a year. */
const fewestDigits = 6
const phoneKey = (phone: string) => `tel:${phone}`

/** By what a person is found: names as they sound, the codes people speak, the telephone number. */
export function searchKeysOf(person: Found, caseCode: string): Keys {
  const { searchKeys, searchVersion } = keysOf(person.nameParts, person.codeName)
  const { phone } = person.contactSafety
  return {
    searchKeys: [...searchKeys, codeKey(person.code), codeKey(caseCode), ...(phone ? [phoneKey(phone)] : [])],
    searchVersion,
  }
}

/**
 * The keys of what an officer typed: a code, a telephone number, or at least two parts of a name. One word finds only who
 * is written down by one word (a code name). Empty when there is nothing to search by.
 */
export function keysOfSearch(text: string): string[] {
  const code = parseCode(text)
  if (code !== null) return [codeKey(code)]
  const phone = fewestDigits <= (text.match(/\p{Nd}/gu)?.length ?? 0) ? phoneForStore(text) : null
  if (phone !== null) return [phoneKey(phone)]
  return nameWords(text).length === 0 ? [] : searchKeysOfText(text)
}
