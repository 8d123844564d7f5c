# One image for api, ingress, worker and plivo-sim: the command says which.
FROM node:20-bookworm-slim AS build
WORKDIR /herald
COPY package.json package-lock.json .npmrc ./
# No scripts and no optional packages: no embedded Postgres is needed beside a real one. swc is a binary of its own.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /herald
COPY --from=build /herald/package.json /herald/package-lock.json ./
COPY --from=build /herald/node_modules ./node_modules
COPY --from=build /herald/dist ./dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
CMD ["node", "dist/apps/api/src/main.js"]
