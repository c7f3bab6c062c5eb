-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "siteGeneration" INTEGER NOT NULL DEFAULT 0;

-- By hand: whoever is logged in now has come in behind the last cut-off of everyone.
UPDATE "Session" SET "siteGeneration" = "Site".generation FROM "Site" WHERE "endedAt" IS NULL;
