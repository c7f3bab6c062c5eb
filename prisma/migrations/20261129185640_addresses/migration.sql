-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "MailLinkPurpose" ADD VALUE 'verify';
ALTER TYPE "MailLinkPurpose" ADD VALUE 'change';

-- AlterTable
ALTER TABLE "MailLink" ADD COLUMN     "email" TEXT,
ADD COLUMN     "generation" INTEGER;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "emailVerifiedAt" TIMESTAMPTZ(3),
ADD COLUMN     "mustVerify" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "AddressChange" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "undoHash" BYTEA NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AddressChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AddressChange_undoHash_key" ON "AddressChange"("undoHash");

-- CreateIndex
CREATE INDEX "AddressChange_email_idx" ON "AddressChange"("email");

-- CreateIndex
CREATE INDEX "AddressChange_userId_idx" ON "AddressChange"("userId");

-- CreateIndex
CREATE INDEX "AddressChange_expiresAt_idx" ON "AddressChange"("expiresAt");

-- CreateIndex
CREATE INDEX "User_mustVerify_createdAt_idx" ON "User"("mustVerify", "createdAt");

-- AddForeignKey
ALTER TABLE "AddressChange" ADD CONSTRAINT "AddressChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
