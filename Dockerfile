# Builds the application as an image. The build needs no secret and no store: set both when the image runs (compose.yaml).
#   docker build -t signed-sealed-stored .
# `node migrate.mjs` in the image applies the migrations. Run it once for each deploy, before the new version serves requests.

FROM node:24-bookworm-slim AS install
WORKDIR /app
# Only the files that `npm ci` reads, so that a change of other files does not invalidate this layer.
COPY package.json package-lock.json .npmrc tsconfig.json prisma.config.ts ./
# feature: examples
COPY examples/resource-server/package.json ./examples/resource-server/
# end
COPY scripts/generate.ts ./scripts/
COPY prisma ./prisma
RUN npm ci

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 NEXT_OUTPUT=standalone
COPY --from=install /app ./
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS run
WORKDIR /app
ENV NODE_ENV=production PORT=3000
# Root owns the files: the process can read them and cannot change them.
COPY --from=build /app/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# With pauses of the garbage collector as short as under `npm start` (docs/decisions/049).
CMD ["node", "--max-semi-space-size=8", "serve.mjs"]
