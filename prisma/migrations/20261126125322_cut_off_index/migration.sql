-- DropIndex
DROP INDEX "Session_endedAt_idx";

-- CreateIndex
CREATE INDEX "Session_endedAt_siteGeneration_idx" ON "Session"("endedAt", "siteGeneration");
