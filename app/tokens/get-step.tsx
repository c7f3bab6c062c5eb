import type { StepProps } from '@/app/tokens/desk'
import { Step } from '@/app/tokens/step'
import { TokenSheet } from '@/app/tokens/token-sheet'

export function GetStep({ resources, desk, perform }: StepProps) {
  const isAlone = resources.length === 1

  return (
    <Step
      number={1}
      heading={isAlone ? 'Get a token' : 'Get tokens'}
      hint={<p>In exchange for your cookie. It is kept in this page’s memory alone, and is gone when you leave.</p>}
      label={isAlone ? 'Get a token' : 'Get the tokens'}
      isBusy={desk.busy !== null}
      onPress={() => perform('get')}
      word={desk.words.get}
    >
      {desk.tokens.length > 0 && <TokenSheet tokens={desk.tokens} />}
    </Step>
  )
}
