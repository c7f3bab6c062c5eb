import { tellStory } from '@/tests/behaviour/story'
import { givenApplication } from '@/tests/support/given-application'

tellStory(givenApplication())
