#!/usr/bin/env bash
# Asks until the address is ready, for two minutes: answers.sh URL
set -euo pipefail
for _ in $(seq 24); do
  curl --fail --silent --show-error --max-time 5 "$1/health/ready" && { echo; exit 0; }
  sleep 5
done
echo "$1 is not ready."
exit 1
