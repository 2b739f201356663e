#!/usr/bin/env bash
#
# The smoke test of the local stack: builds the image, brings up docker-compose.yml under a project name of its own on a
# free port, runs scripts/smoke.sh against it, audits the store, and takes everything down again with its volume, also
# when a step fails.
#
#   scripts/smoke-compose.sh [--keep] [OPTION OF smoke.sh...]
#
# Options:
#   --keep    leave the stack running at the end, for a look at it
#   --help    this text
#
# Needs a container engine with `docker compose` (or docker-compose), and what scripts/smoke.sh needs. Variables of the
# Registry in the environment reach the stack; a publish token is made up when ANIP_REGISTRY_PUBLISH_TOKEN holds none.
# Exit codes: 0 all well, 1 a step failed, 2 wrong usage.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
keep=''
passed_on=()

for argument in "$@"; do
  case $argument in
    --keep) keep=1 ;;
    --url)
      echo 'smoke-compose: --url is not for this script, which brings up its own Registry (--help tells more)' >&2
      exit 2
      ;;
    --help | -h)
      sed -n '3,/^$/{s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    *) passed_on+=("$argument") ;;
  esac
done

if docker compose version > /dev/null 2>&1; then
  engine=(docker compose)
elif command -v docker-compose > /dev/null; then
  engine=(docker-compose)
else
  echo 'smoke-compose: neither "docker compose" nor docker-compose is there' >&2
  exit 2
fi

compose() {
  "${engine[@]}" --project-name "$project" --file "$root/docker-compose.yml" "$@"
}

# Its own name, so that a stack which is up already is neither used nor taken down.
project=anip-smoke-$$
ANIP_REGISTRY_PUBLISH_TOKEN=${ANIP_REGISTRY_PUBLISH_TOKEN:-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')}
# Any free port of the host.
ANIP_REGISTRY_PORT=0
export ANIP_REGISTRY_PUBLISH_TOKEN ANIP_REGISTRY_PORT

clean_up() {
  local status=$?
  trap - EXIT
  # On the way out, nothing stops the cleaning.
  set +e
  if [ "$status" -ne 0 ]; then
    echo "smoke-compose: failed with exit code $status; the last lines of the stack:" >&2
    compose logs --tail 20 >&2
  fi
  if [ -n "$keep" ]; then
    echo "smoke-compose: left running as project $project"
  elif ! compose down --volumes --remove-orphans --timeout 40; then
    echo "smoke-compose: project $project could not be taken down" >&2
    [ "$status" -ne 0 ] || status=1
  fi
  exit "$status"
}

# Ready is more than started: the database answers and is migrated.
await_ready() {
  local tries
  for tries in $(seq 120); do
    if curl -sSf --max-time 5 -o /dev/null "$1/registry-api/v1/readyz" 2> /dev/null; then
      echo "ok    ready after $tries tries"
      return 0
    fi
    sleep 1
  done
  echo "FAIL  $1 was not ready within 2 minutes"
  return 1
}

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

compose up --detach --build
address=$(compose port registry 8200)
await_ready "http://$address"
bash "$root/scripts/smoke.sh" --url "http://$address" ${passed_on[@]+"${passed_on[@]}"}
compose exec -T registry node dist/src/cli/anip-registry.js audit
echo 'smoke-compose: all well'
