export { answerJwks as GET } from '@/lib/server/tokens/answer-jwks'
