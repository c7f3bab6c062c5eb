-- CreateTable
CREATE TABLE "LoginNotice" (
    "codeHash" BYTEA NOT NULL,
    "userId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LoginNotice_pkey" PRIMARY KEY ("codeHash")
);

-- CreateIndex
CREATE INDEX "LoginNotice_userId_at_idx" ON "LoginNotice"("userId", "at");

-- CreateIndex
CREATE INDEX "LoginNotice_expiresAt_idx" ON "LoginNotice"("expiresAt");

-- AddForeignKey
ALTER TABLE "LoginNotice" ADD CONSTRAINT "LoginNotice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
