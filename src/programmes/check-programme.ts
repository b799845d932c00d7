import type { Condition, Programme } from './programme.ts'
import { programmeSchema, referralLimits } from './programme.ts'

/** What is wrong, where, and what to do: a sentence for the person who writes programmes. */
export interface ProgrammeProblem {
  readonly file: string
  /** Path inside the file, such as `moves.3.to`. */
  readonly place: string
  readonly message: string
}

/** What a programme may name that it does not define itself. */
export interface KnownToProgrammes {
  readonly roles: readonly string[]
  isService(code: string): boolean
  /** Whether there are words for a key in all languages; left out, words are not checked. */
  hasWords?: ((key: string) => boolean) | undefined
}

export type CheckedProgramme =
  | { readonly programme: Programme; readonly problems: readonly [] }
  | { readonly programme?: undefined; readonly problems: readonly ProgrammeProblem[] }

/**
 * Reads the content of a programme.json and checks that it hangs together: the form, the names it uses, that every
 * state can be reached, that limits and lists exist and words are complete. Answers the programme or every problem found.
 */
export function checkProgramme(file: string, content: unknown, known: KnownToProgrammes): CheckedProgramme {
  const parsed = programmeSchema.safeParse(content)
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => ({
        file,
        place: issue.path.map(String).join('.') || '(whole file)',
        message:
          issue.code === 'unrecognized_keys'
            ? `There is no field ${issue.keys.join(', ')} here. Remove it or correct its name.`
            : `${issue.message || issue.code}.`,
      })),
    }
  }
  const programme = parsed.data
  const problems = [
    ...namedTwice(programme),
    ...stateProblems(programme),
    ...nameProblems(programme, known),
    ...wordProblems(programme, known),
  ]
  return problems.length === 0
    ? { programme, problems: [] }
    : { problems: problems.map((problem) => ({ file, ...problem })) }
}

type Found = Omit<ProgrammeProblem, 'file'>

function namedTwice({ states, steps, lists, intake }: Programme): Found[] {
  const places: [string, string[]][] = [
    ['states', states.map((state) => state.code)],
    ['steps', steps.map((step) => step.code)],
    ['intake', intake.map((field) => field.field)],
    ...Object.entries(lists).map(([name, choices]): [string, string[]] => [
      `lists.${name}`,
      choices.map((choice) => choice.code),
    ]),
  ]
  return places.flatMap(([place, codes]) =>
    codes
      .filter((code, at) => codes.indexOf(code) !== at)
      .map((code) => ({ place, message: `${code} stands here twice. Keep one.` })),
  )
}

function stateProblems({ states, moves, start, steps }: Programme): Found[] {
  const codes = states.map((state) => state.code)
  const problems: Found[] = []
  const mustExist = (code: string, place: string) => {
    if (!codes.includes(code))
      problems.push({ place, message: `There is no state ${code}. Add it to states or name another.` })
  }
  mustExist(start, 'start')
  moves.forEach((move, at) => {
    mustExist(move.to, `moves.${at}.to`)
    for (const from of move.from) mustExist(from, `moves.${at}.from`)
    for (const from of move.from) {
      const earlier = moves.findIndex((other) => other.to === move.to && other.from.includes(from))
      if (earlier < at)
        problems.push({
          place: `moves.${at}`,
          message: `${from} to ${move.to} stands in moves.${earlier} already. Keep one.`,
        })
    }
  })
  steps.forEach((step, at) => step.state && mustExist(step.state, `steps.${at}.state`))
  const reached = new Set([start])
  for (let grew = true; grew; ) {
    grew = false
    for (const move of moves) {
      if (!reached.has(move.to) && move.from.some((from) => reached.has(from))) {
        reached.add(move.to)
        grew = true
      }
    }
  }
  states.forEach((state, at) => {
    if (!reached.has(state.code))
      problems.push({
        place: `states.${at}`,
        message: `No move leads from ${start} to ${state.code}. Add one or remove the state.`,
      })
    if (state.open && !moves.some((move) => move.from.includes(state.code))) {
      problems.push({
        place: `states.${at}`,
        message: `No move leads out of the open state ${state.code}. Add one, or set open to false.`,
      })
    }
  })
  return problems
}

function nameProblems(programme: Programme, known: KnownToProgrammes): Found[] {
  const { moves, steps, states, intake, deadlines, lists, facts, eligibility } = programme
  const problems: Found[] = []
  const roles = (names: readonly string[], place: string) => {
    for (const name of names)
      if (!known.roles.includes(name)) problems.push({ place, message: `There is no role ${name}.` })
  }
  const inside = (name: string | undefined, group: object, kind: string, place: string) => {
    if (name !== undefined && !Object.hasOwn(group, name))
      problems.push({ place, message: `There is no ${kind} ${name}. Add it to ${kind}s or name another.` })
  }
  moves.forEach((move, at) => {
    roles(move.by, `moves.${at}.by`)
    inside(move.reason, lists, 'list', `moves.${at}.reason`)
  })
  steps.forEach((step, at) => {
    roles(step.by, `steps.${at}.by`)
    inside(step.deadline, deadlines, 'deadline', `steps.${at}.deadline`)
  })
  states.forEach((state, at) => inside(state.deadline, deadlines, 'deadline', `states.${at}.deadline`))
  for (const name of referralLimits) inside(name, deadlines, 'deadline', 'deadlines')
  for (const name of factsIn(eligibility)) inside(name, facts, 'fact', 'eligibility')
  intake.forEach((field, at) => {
    inside(field.list, lists, 'list', `intake.${at}.list`)
    if ((field.type === 'code') !== (field.list !== undefined))
      problems.push({
        place: `intake.${at}`,
        message: 'A field of type code needs a list, and no other type has one.',
      })
    const choices = field.list === undefined ? [] : (lists[field.list] ?? [])
    if (field.default !== undefined && !choices.some((choice) => choice.code === field.default))
      problems.push({
        place: `intake.${at}.default`,
        message: `${field.default} is not in the list ${field.list}.`,
      })
  })
  for (const [name, fact] of Object.entries(facts)) {
    if ('within' in fact) continue
    for (const rule of [fact.impliedBy, fact.excludedBy]) {
      if (!rule) continue
      const field = intake.find((candidate) => candidate.field === rule.field)
      const choices = field?.list === undefined ? [] : (lists[field.list] ?? [])
      const missing = rule.codes.filter((code) => !choices.some((choice) => choice.code === code))
      if (!field)
        problems.push({ place: `facts.${name}`, message: `There is no intake field ${rule.field}.` })
      else if (missing.length > 0)
        problems.push({
          place: `facts.${name}`,
          message: `${missing.join(', ')} cannot be answered in ${rule.field}.`,
        })
    }
  }
  for (const [name, choices] of Object.entries(lists)) {
    for (const choice of choices) {
      if (choice.service !== undefined && !known.isService(choice.service))
        problems.push({
          place: `lists.${name}.${choice.code}`,
          message: `There is no service ${choice.service}.`,
        })
    }
  }
  return problems
}

function factsIn(condition: Condition): string[] {
  if ('fact' in condition) return [condition.fact]
  if ('not' in condition) return factsIn(condition.not)
  return ('all' in condition ? condition.all : condition.any).flatMap(factsIn)
}

function wordProblems({ states, intake, lists, facts }: Programme, { hasWords }: KnownToProgrammes): Found[] {
  if (!hasWords) return []
  const keys = [
    ...states.map((state) => `programmes.caseState.${state.code}`),
    ...intake.flatMap((field) => [`programmes.field.${field.field}`, `programmes.fieldWhy.${field.field}`]),
    ...Object.entries(lists).flatMap(([name, choices]) =>
      choices.map((choice) => `programmes.${name}.${choice.code}`),
    ),
    ...Object.keys(facts).map((name) => `programmes.condition.${name}`),
  ]
  return keys
    .filter((key) => !hasWords(key))
    .map((key) => ({
      place: key,
      message: `There are no words for ${key}. Add them to src/programmes/words.json.`,
    }))
}
