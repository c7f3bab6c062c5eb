-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "siteGeneration" INTEGER NOT NULL DEFAULT 0;
