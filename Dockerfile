# An image with factlint and git, which `--since` needs:  docker build -t factlint .  &&  docker run --rm -v "$PWD:/work:ro" factlint check
# The bases are pinned by version; pin them by digest where you build, since a digest cannot be known before an image is fetched.
FROM rust:1.91-alpine3.22 AS build
# hadolint ignore=DL3018 # whichever release of the C library belongs to the base
RUN apk add --no-cache musl-dev
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY benches benches
COPY rules rules
COPY src src
RUN cargo build --release --locked && strip target/release/factlint

FROM alpine:3.22
# hadolint ignore=DL3018 # whichever release of git belongs to the base
RUN apk add --no-cache git && git config --system --add safe.directory '*' && adduser -D -u 10001 factlint
COPY --from=build /build/target/release/factlint /usr/local/bin/factlint
COPY LICENSE-MIT LICENSE-APACHE /usr/share/licenses/factlint/
USER 10001
WORKDIR /work
ENTRYPOINT ["factlint"]
CMD ["check"]
