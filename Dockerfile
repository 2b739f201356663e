# The version that package.json pins for development (devDependency "node"); a test compares the two.
ARG NODE_VERSION=24.21.0

# --- build: every dependency, compiled to dist/ -------------------------------------------------------------------
FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script is needed to compile; the one of the dev dependency "node" would fetch a Node that is here already.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY migrations ./migrations
COPY src ./src
RUN node node_modules/@nestjs/cli/bin/nest.js build

# --- dependencies: what the server needs to run, without the embedded PostgreSQL ------------------------------------
FROM node:${NODE_VERSION}-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

# --- image ----------------------------------------------------------------------------------------------------------
FROM node:${NODE_VERSION}-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ANIP Registry" \
      org.opencontainers.image.description="Trust and distribution service for ANIP packages and starter templates" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/node:24-slim"

# As process 1, tini passes SIGTERM on and reaps children, also where the platform gives no init.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*

ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
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
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "/app/deploy/healthcheck.mjs"]
ENTRYPOINT ["tini", "--", "node"]
CMD ["dist/src/main.js"]
