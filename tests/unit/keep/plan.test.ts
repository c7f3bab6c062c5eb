import { describe, expect, test } from 'vitest'
import { features, planFrom } from '@/scripts/keep/plan'

const featuresOf = (...args: string[]) => planFrom(args).features

describe('the arguments of npm run keep', () => {
  test('keep the models in their own order, given in any order', () => {
    expect(planFrom(['signed', 'stored']).models).toEqual(['stored', 'signed'])
  })

  test.each([
    [['cookie'], /No such model: cookie\. There are sealed, stored, signed/],
    [[], /Name at least one model/],
    [['stored', '--without', 'lab,labs'], /No such feature: labs\. There are lab/],
    [['stored', '--minimum'], /Unknown option '--minimum'/],
  ])('%j is refused with a reason', (args, reason) => {
    expect(() => planFrom(args)).toThrow(reason)
  })

  test('keep everything where nothing is excluded', () => {
    expect(featuresOf('sealed', 'stored', 'signed')).toEqual(Object.keys(features))
    expect(featuresOf('stored', '--minimal')).toEqual([])
  })

  test('a feature that compares the models is dropped with the first of them', () => {
    const kept = featuresOf('stored', 'signed')
    expect(kept).toEqual(Object.keys(features).filter((name) => !features[name]?.compares))
    expect(kept).not.toContain('lab')
  })

  test('a feature that depends on another feature is dropped with it', () => {
    expect(featuresOf('sealed', 'stored', 'signed', '--without', 'notes')).not.toContain('examples')
    expect(featuresOf('sealed', 'stored', 'signed', '--without', 'bench')).not.toContain('lab')
  })

  test('the access token stays with the tokens, and with the signed model, whose cookie it is', () => {
    expect(planFrom(['stored', '--minimal']).gone).toContain('bearer')
    expect(planFrom(['signed', '--minimal']).gone).not.toContain('bearer')
    expect(planFrom(['stored']).gone).not.toContain('bearer')
  })
})
