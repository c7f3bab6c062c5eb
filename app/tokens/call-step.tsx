import type { StepProps } from '@/app/tokens/desk'
import { ResourceCard } from '@/app/tokens/resource-card'
import { Step } from '@/app/tokens/step'

export function CallStep({ resources, desk, perform }: StepProps) {
  const isAlone = resources.length === 1

  return (
    <Step
      number={2}
      heading={isAlone ? 'Use it' : 'Take it elsewhere'}
      hint={
        <>
          <p>Each call presents the token that was made for it, and no cookie.</p>
          {!isAlone && (
            <p>To another origin the first takes longer: the browser asks there whether it may call at all.</p>
          )}
        </>
      }
      label={isAlone ? 'Call it' : 'Call all three'}
      isBusy={desk.busy !== null}
      onPress={() => perform('call')}
      word={desk.words.call}
    >
      <ul className="grid gap-4">
        {resources.map((resource) => (
          <ResourceCard
            key={resource.id}
            resource={resource}
            calls={desk.calls.filter((call) => call.resource === resource.id)}
          />
        ))}
      </ul>
    </Step>
  )
}
