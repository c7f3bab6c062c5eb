-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "detail" TEXT;

-- CreateIndex
CREATE INDEX "AuditEvent_sessionId_at_idx" ON "AuditEvent"("sessionId", "at");
