-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "amr" TEXT[] DEFAULT ARRAY['pwd']::TEXT[],
ADD COLUMN     "idleFor" INTEGER,
ADD COLUMN     "persistent" BOOLEAN NOT NULL DEFAULT true;
