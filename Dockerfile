# The version that package.json pins for development (devDependency "node"); a test compares the two.
ARG NODE_VERSION=24.21.0
# A tag can be moved. A build that must not follow it names the digest as well:
#   docker build --build-arg NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:<digest> .
ARG NODE_IMAGE=node:${NODE_VERSION}-bookworm-slim

# --- build: every dependency, compiled to dist/ -------------------------------------------------------------------
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script is needed to compile; the one of the dev dependency "node" would fetch a Node that is here already.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations ./migrations
COPY src ./src
RUN node node_modules/@nestjs/cli/bin/nest.js build

# --- application: the server and what it needs to run, without the embedded PostgreSQL -------------------------------
FROM ${NODE_IMAGE} AS application
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY --from=build /app/dist ./dist
# A start that finds its modules compiled takes a seventh less time (docs/performance.md). Node.js keeps them for one user
# id, so they are made by the one of the image, and belong to root afterwards; as another user, or on another kind of CPU,
# a start is as without. Names are relative to the directory (PORTABLE).
RUN install --directory --owner=1000 compile-cache
USER 1000:1000
RUN NODE_COMPILE_CACHE=/app/compile-cache NODE_COMPILE_CACHE_PORTABLE=1 node dist/src/compile-ahead.js
USER 0:0
RUN chown --recursive 0:0 compile-cache && chmod --recursive a+rX,go-w compile-cache

# --- image ----------------------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
ARG NODE_IMAGE
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="ANIP Registry" \
      org.opencontainers.image.description="Trust and distribution service for ANIP packages and starter templates" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="docker.io/library/${NODE_IMAGE}"

# As process 1, tini passes SIGTERM on and reaps children, also where the platform gives no init.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*

# The young generation of V8 may take 3 times 16 MiB instead of 3 times 64: a quarter less memory for some per cent of
# throughput (docs/performance.md).
ENV NODE_ENV=production \
    NODE_OPTIONS=--max-semi-space-size=16 \
    NODE_COMPILE_CACHE=/app/compile-cache \
    NODE_COMPILE_CACHE_PORTABLE=1
WORKDIR /app
COPY --from=application /app/node_modules ./node_modules
COPY --from=application /app/dist ./dist
COPY --from=application /app/compile-cache ./compile-cache
COPY package.json LICENSE README.md ./
COPY views ./views
COPY demo ./demo
COPY docs ./docs
COPY deploy/healthcheck.mjs ./deploy/healthcheck.mjs

# The files belong to root and the process does not: nothing in the image can change itself, and a read-only root file
# system is enough. The number is the image's user "node"; Kubernetes' runAsNonRoot needs a number.
USER 1000:1000
EXPOSE 8200
STOPSIGNAL SIGTERM
# A start waits for the database and migrates it; until then readyz cannot answer.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "/app/deploy/healthcheck.mjs"]
ENTRYPOINT ["tini", "--", "node"]
CMD ["dist/src/main.js"]
