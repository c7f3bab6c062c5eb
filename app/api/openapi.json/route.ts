export { answerOpenApi as GET } from '@/lib/server/api/openapi/document'
