import type { StepProps } from '@/app/tokens/desk'
import { Results } from '@/app/tokens/results'
import { Step } from '@/app/tokens/step'

export function TakeBackStep({ resources, desk, perform }: StepProps) {
  return (
    <Step
      number={3}
      heading="Take it back"
      hint={
        <>
          <p className="font-medium text-ink">
            This ends the session and logs you out in this browser: the cookie is dead, and every token with it.
          </p>
          <p>A copy stays in this page’s memory, so that you can call again and see who still takes it.</p>
        </>
      }
      label="Take it back and log me out"
      danger
      isBusy={desk.busy !== null}
      onPress={() => perform('takeBack')}
      word={desk.words.takeBack}
    >
      {desk.isTakenBack && <Results resources={resources} desk={desk} perform={perform} />}
    </Step>
  )
}
