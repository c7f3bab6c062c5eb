-- CreateEnum
CREATE TYPE "MailLinkPurpose" AS ENUM ('reset');

-- CreateTable
CREATE TABLE "OutgoingMail" (
    "id" TEXT NOT NULL,
    "letter" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OutgoingMail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailLink" (
    "userId" TEXT NOT NULL,
    "purpose" "MailLinkPurpose" NOT NULL,
    "codeHash" BYTEA NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailLink_pkey" PRIMARY KEY ("userId","purpose")
);

-- CreateIndex
CREATE INDEX "OutgoingMail_dueAt_idx" ON "OutgoingMail"("dueAt");

-- CreateIndex
CREATE INDEX "OutgoingMail_expiresAt_idx" ON "OutgoingMail"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "MailLink_codeHash_key" ON "MailLink"("codeHash");

-- CreateIndex
CREATE INDEX "MailLink_expiresAt_idx" ON "MailLink"("expiresAt");

-- AddForeignKey
ALTER TABLE "MailLink" ADD CONSTRAINT "MailLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
