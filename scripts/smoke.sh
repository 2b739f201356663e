#!/usr/bin/env bash
#
# The smoke test of a Registry: health, publishing, pages, verification, generation with a lock, and metrics, through
# the same commands that pipelines use. One line per step; stops with exit code 1 at the first that fails, and says why.
#
#   scripts/smoke.sh              starts a Registry of its own (embedded PostgreSQL, temporary directory, free port),
#                                 audits its store at the end, and leaves nothing behind
#   scripts/smoke.sh --url URL    tests a running Registry; ANIP_REGISTRY_PUBLISH_TOKEN must hold a publish token.
#                                 Every run publishes one version of the package "anip-smoke-test" there.
#
# Options:
#   --url URL     the address of a running Registry, such as https://registry.example.com
#   --dist DIR    a build to use as it is (default: dist/, built first when it is missing or older than the sources)
#   --help        this text
#
# Needs bash, curl, and the dependencies of the project (npm ci). Exit codes: 0 all well, 1 a step failed, 2 wrong usage.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
url=''
dist=''
work=''
server=''

usage() {
  echo "smoke: $1 (--help lists what is allowed)" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --url | --dist)
      [ $# -ge 2 ] && [ -n "$2" ] || usage "$1 needs a value"
      if [ "$1" = --url ]; then url=${2%/}; else dist=$2; fi
      shift 2
      ;;
    --help | -h)
      sed -n '3,/^$/{s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *) usage "unknown argument: $1" ;;
  esac
done
[ -z "$url" ] || [ -n "${ANIP_REGISTRY_PUBLISH_TOKEN:-}" ] || usage '--url needs a token in ANIP_REGISTRY_PUBLISH_TOKEN'
command -v curl > /dev/null || usage 'curl is not installed'

# The project brings the Node.js that it needs; an image or an installation has it on the PATH.
node=$root/node_modules/.bin/node
[ -x "$node" ] || node=node

# --- what every step uses ---------------------------------------------------------------------------------------------

clean_up() {
  local status=$?
  trap - EXIT
  stop_server > /dev/null 2>&1 || true
  [ -z "$work" ] || rm -rf "$work"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

work=$(mktemp -d "${TMPDIR:-/tmp}/anip-smoke.XXXXXX")
# Started by root, the embedded PostgreSQL runs as another user, who must reach its directory.
chmod 711 "$work"

# step NAME COMMAND...: runs the command; its last line of output is the reason when it fails.
step() {
  local name=$1
  shift
  if "$@" > "$work/out" 2>&1; then
    echo "ok    $name"
    return
  fi
  local reason
  reason=$(grep -v '^[[:space:]]*$' "$work/out" | tail -n 1 || true)
  echo "FAIL  $name: ${reason:-no reason was given}"
  if [ -n "$server" ] && [ -s "$work/server.log" ]; then
    echo '      the last lines of the log of the Registry:' >&2
    tail -n 5 "$work/server.log" >&2
  fi
  exit 1
}

# json FILE EXPRESSION: prints the value of a JavaScript expression over the JSON document `d`; fails when it is none.
json() {
  "$node" -e '
    const d = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const value = new Function("d", `return ${process.argv[2]}`)(d);
    if (value === undefined || value === null || value === false) {
      console.error(`${process.argv[2]} does not hold for the answer`);
      process.exit(1);
    }
    console.log(String(value));
  ' "$1" "$2"
}

# get PATH FILE: a GET that must be answered with 200.
get() {
  local status
  status=$(curl -sS --max-time 30 -o "$2" -w '%{http_code}' "$url$1") || return 1
  [ "$status" = 200 ] && return
  echo "GET $1 answered $status: $(head -c 300 "$2")"
  return 1
}

anip() {
  ANIP_REGISTRY_PUBLISH_TOKEN=$token "$node" "$dist/src/cli/anip.js" "$@"
}

# --- the build and the server -----------------------------------------------------------------------------------------

build() {
  if [ -f "$root/dist/src/main.js" ] &&
    [ -z "$(find "$root/src" "$root/migrations" -newer "$root/dist/src/main.js" -name '*.ts' -print -quit)" ]; then
    return
  fi
  (cd "$root" && npm run --silent build)
}

start_server() {
  token=$("$node" -p 'require("crypto").randomBytes(24).toString("hex")')
  # Nothing of the caller's environment: it may be that of a production Registry.
  env -i PATH="$PATH" HOME="${HOME:-/}" \
    ANIP_REGISTRY_ADDR=127.0.0.1:0 \
    ANIP_REGISTRY_DATA_DIR="$work/data" \
    ANIP_REGISTRY_PUBLISH_TOKEN="$token" \
    "$node" "$dist/src/cli/anip-registry.js" serve > "$work/server.log" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    url=$(sed -n 's/.*"address":"\([^"]*\)".*the Registry is listening.*/\1/p' "$work/server.log")
    [ -z "$url" ] || return 0
    if ! kill -0 "$server" 2> /dev/null; then
      echo 'it ended before it listened'
      return 1
    fi
    sleep 0.1
  done
  echo 'it did not listen within 60 seconds'
  return 1
}

# Only the process that was started here is ended. SIGTERM is the orderly way; it has half a minute.
stop_server() {
  [ -n "$server" ] || return 0
  local pid=$server tries status=0
  server=''
  kill -TERM "$pid" 2> /dev/null || true
  for tries in $(seq 300); do
    kill -0 "$pid" 2> /dev/null || break
    [ "$tries" -lt 300 ] || kill -KILL "$pid" 2> /dev/null || true
    sleep 0.1
  done
  wait "$pid" || status=$?
  [ "$status" = 0 ] && return
  echo "it ended with exit code $status"
  return 1
}

# --- the steps --------------------------------------------------------------------------------------------------------

api=/registry-api/v1
id=anip-smoke-test

health() {
  get "$api/healthz" "$work/healthz.json" && json "$work/healthz.json" 'd.status === "ok"'
}

readiness() {
  get "$api/readyz" "$work/readyz.json" && json "$work/readyz.json" 'd.status === "ok"'
}

PUBLISHED='anip_registry_publish_total[{].*success'
REQUESTS='anip_registry_http_requests_total[{]'

# The sum of a counter over its labels, given by a pattern for the beginning of its lines.
counter() {
  get "$api/metrics" "$work/metrics.txt" || return 1
  awk -v pattern="^$1" '$0 ~ pattern { sum += $NF } END { print sum + 0 }' "$work/metrics.txt"
}

metrics_before() {
  published_before=$(counter "$PUBLISHED") || { echo "$published_before"; return 1; }
  requests_before=$(counter "$REQUESTS") || { echo "$requests_before"; return 1; }
}

# A load balancer may ask another replica each time: a few tries find the one that published.
metrics_moved() {
  local tries published requests
  for tries in 1 2 3 4 5; do
    published=$(counter "$PUBLISHED") || { echo "$published"; return 1; }
    requests=$(counter "$REQUESTS") || { echo "$requests"; return 1; }
    [ "$published" -gt "$published_before" ] && [ "$requests" -gt "$requests_before" ] && return
    sleep "0.$tries"
  done
  echo "anip_registry_publish_total is still $published, anip_registry_http_requests_total $requests"
  return 1
}

make_bundle() {
  "$node" -e '
    const fs = require("fs");
    const [sample, id, version, target] = process.argv.slice(1);
    const request = JSON.parse(fs.readFileSync(sample, "utf8"));
    fs.writeFileSync(target, JSON.stringify({ ...request, package_id: id, package_version: version }));
  ' "$root/demo/city-library-lending-1.0.0.request.json" "$id" "$version" "$work/bundle.json"
}

publish() {
  make_bundle && anip package publish-bundle --package-bundle "$work/bundle.json" --registry-url "$url" \
    > "$work/published.json"
}

inspect() {
  get "$api/packages/$id/$version" "$work/record.json" &&
    json "$work/record.json" "d.package_id === '$id' && d.package_version === '$version'"
}

receipt_and_key() {
  get "$api/packages/$id/$version/receipt" "$work/receipt.json" && get "$api/keys" "$work/keys.json" || return 1
  local key
  key=$(json "$work/receipt.json" 'd.key_id') || { echo "$key"; return 1; }
  json "$work/keys.json" "d.items.some((item) => item.key_id === '$key')"
}

page() {
  get "$1" "$work/page.html" || return 1
  grep -q "$2" "$work/page.html" && return
  echo "the page $1 does not hold \"$2\""
  return 1
}

pages() {
  page /registry/packages 'ANIP Registry' &&
    page "/registry/packages/$id/$version" 'ANIP Registry' &&
    page "/registry/packages/$id/$version" "$version" &&
    page /registry/templates 'ANIP Registry'
}

verify() {
  anip verify --registry-url "$url" --package "$id@$version" --format json > "$work/verified.json" &&
    json "$work/verified.json" 'd.status === "ok"'
}

lock() {
  anip lock --registry-url "$url" --package "$id@$version" --output "$work/anip.lock.json" > "$work/lock.json" &&
    json "$work/anip.lock.json" "d.package_id === '$id' && d.package_version === '$version'"
}

generate() {
  anip generate --registry-url "$url" --package "$id@$version" --lock-file "$work/anip.lock.json" \
    --output "$work/definition.json" > "$work/generated.json" &&
    json "$work/definition.json" 'd.capability_formalizations.length > 0'
}

tampered_lock() {
  "$node" -e '
    const fs = require("fs");
    const [from, to] = process.argv.slice(1);
    const lock = JSON.parse(fs.readFileSync(from, "utf8"));
    fs.writeFileSync(to, JSON.stringify({ ...lock, definition_digest: `sha256:${"0".repeat(64)}` }));
  ' "$work/anip.lock.json" "$work/tampered.lock.json"
  local status=0
  anip generate --registry-url "$url" --package "$id@$version" --lock-file "$work/tampered.lock.json" \
    --output "$work/tampered.json" || status=$?
  [ "$status" = 1 ] || { echo "anip generate ended with exit code $status, expected 1"; return 1; }
  [ ! -e "$work/tampered.json" ] || { echo 'anip generate wrote its output all the same'; return 1; }
  status=0
  anip verify --registry-url "$url" --lock-file "$work/tampered.lock.json" || status=$?
  [ "$status" = 1 ] || { echo "anip verify ended with exit code $status, expected 1"; return 1; }
}

download() {
  get "$api/packages/$id/$version/download" "$work/downloaded.json" && json "$work/downloaded.json" 'd.download_count > 0'
}

audit() {
  env -i PATH="$PATH" HOME="${HOME:-/}" ANIP_REGISTRY_DATA_DIR="$work/data" \
    "$node" "$dist/src/cli/anip-registry.js" audit
}

if [ -z "$dist" ]; then
  step 'build' build
  dist=$root/dist
fi
is_own=''
token=${ANIP_REGISTRY_PUBLISH_TOKEN:-}
if [ -z "$url" ]; then
  is_own=1
  step 'start a Registry' start_server
fi
version="0.0.$(date -u +%Y%m%d%H%M%S)-smoke.$$"

step 'health' health
step 'readiness' readiness
step 'metrics are served' metrics_before
step "publish $id@$version" publish
step 'inspect the package' inspect
step 'its receipt, and the key that signed it' receipt_and_key
step 'pages' pages
step 'anip verify' verify
step 'anip lock' lock
step 'anip generate with the lock' generate
step 'a tampered lock is refused' tampered_lock
step 'download' download
step 'metrics moved' metrics_moved
if [ -n "$is_own" ]; then
  step 'stop the Registry' stop_server
  step 'anip-registry audit' audit
fi
echo 'smoke: all well'
