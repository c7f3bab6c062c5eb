-- CreateTable
CREATE TABLE "RequiredFactor" (
    "role" "Role" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RequiredFactor_pkey" PRIMARY KEY ("role")
);
