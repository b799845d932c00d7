import { expect, it } from 'vitest'
import { turns } from './turns.ts'

it('a crowd of visitors goes in two by two, in the order in which it came, and a failure gives its turn on', async () => {
  const turn = turns(2)
  const begun: number[] = []
  let inside = 0
  let most = 0
  const all = [1, 2, 3, 4, 5].map((number) =>
    turn(async () => {
      begun.push(number)
      inside += 1
      most = Math.max(most, inside)
      await Promise.resolve()
      inside -= 1
      if (number === 2) throw new Error('failed')
      return number
    }),
  )
  const answers = await Promise.allSettled(all)
  expect(most).toBe(2)
  expect(begun).toEqual([1, 2, 3, 4, 5])
  expect(answers.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
  expect(await turn(async () => 6)).toBe(6)
})
