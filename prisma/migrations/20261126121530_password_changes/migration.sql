-- CreateTable
CREATE TABLE "PasswordChange" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sessionStartedAt" TIMESTAMPTZ(3) NOT NULL,
    "ip" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "PasswordChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PasswordChange_userId_at_idx" ON "PasswordChange"("userId", "at");

-- AddForeignKey
ALTER TABLE "PasswordChange" ADD CONSTRAINT "PasswordChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
