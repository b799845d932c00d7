import type { Action } from '../../actions/action.ts'
import { caseActions } from '../../cases/actions.ts'
import { personActions } from '../../people/actions.ts'
import { referralActions } from '../../referrals/actions.ts'
import { worksOffline } from '../offline-actions.ts'

const byName: ReadonlyMap<string, Action> = new Map(
  ([...caseActions, ...personActions, ...referralActions] as readonly Action[])
    // what is told to the desk or of an alert changes no page that a device can show
    .filter(({ name }) => worksOffline(name) && name !== 'alert.seen')
    .map((found) => [found.name, found]),
)

/** What is decided on the device too, so that its pages show it at once; undefined for everything else. */
export function actionHere(name: string): Action | undefined {
  return byName.get(name)
}

export const actionsHere: readonly Action[] = [...byName.values()]
