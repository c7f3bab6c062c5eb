-- AlterTable
ALTER TABLE "DeniedSession" ADD COLUMN     "reopenedAs" TEXT;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "reopenedAs" TEXT;
