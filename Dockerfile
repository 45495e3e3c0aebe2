# docker build -t balance-gateway .
# docker run -p 4000:4000 -v balances:/data -e API_KEYS=sha256:... balance-gateway
# docker run -v balances:/data balance-gateway npm run -s export > all.ndjson
#
# A container must listen on every address to be reached, so API_KEYS is required here:
# without it the gateway refuses to start.
FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATABASE_URL=sqlite:/data/balances.db
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY src ./src
COPY scripts ./scripts
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# What `npm start` runs (docs/performance.md, Memory). Exec form: the signal to stop reaches the gateway itself,
# which drains and closes.
CMD ["node", "--max-semi-space-size=20", "--heap-growing-percent=70", "--import", "./src/compile-cache.mjs", "src/main.ts"]
