#!/usr/bin/env bash
# Runs every test of the project, installing what they need. The last line is "N passed, N failed".
#   ./test.sh          everything that fits into about an hour
#   ./test.sh --all    with the long runs: more seeds, more kills
set -uo pipefail
cd "$(dirname "$0")" || exit

# A suite that silently ran fewer tests than this is a failure; raise the numbers with the tests.
declare -A minimum=([Server.Tests-on-PostgreSQL]=730 [Crdt.Tests]=889 [Server.Tests]=1698 [Client.Tests]=88 [Desktop.Tests]=14 [Cloud.Tests]=255 [Infra.Tests]=48 [Architecture.Tests]=9 [web]=748 [e2e]=204)

[[ "${1:-}" == "--all" ]] && export MDREADER_LONG=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0
broken=() unsteady=()
# A test that fails is run again, alone, and named if it passes then: on a busy machine a long wait may be too short. Where
# one never ends, its whole suite is.
# With more than so many of them, the run has failed.
most_unsteady=2

say() { printf '\n== %s\n' "$1"; }

# Counts what could not even be tried as one failure, so that the last line tells the truth.
step() {
  local name=$1; shift
  say "$name"
  "$@" && return 0
  echo "FAILED: $name"
  failed=$((failed + 1)) broken+=("$name")
  return 1
}

count() { # suite, passed, failed
  echo "$1: $2 passed, $3 failed"
  passed=$((passed + $2)) failed=$((failed + $3))
  if (($2 + $3 < ${minimum[$1]})); then
    echo "FAILED: $1 ran $(($2 + $3)) tests; at least ${minimum[$1]} are expected."
    failed=$((failed + 1)) broken+=("$1: too few tests")
  fi
}

# The last lines name what went wrong, as that is all that some see of a run.
finish() {
  if ((${#unsteady[@]} > most_unsteady)); then
    broken+=("${#unsteady[@]} tests are unsteady; $most_unsteady are borne with")
    failed=$((failed + 1))
  fi
  if ((${#unsteady[@]} > 0)); then
    printf '\nPassed only when run again, alone:\n'
    printf '  %s\n' "${unsteady[@]}"
  fi
  if ((${#broken[@]} > 0)); then
    printf '\nFailed:\n'
    printf '  %s\n' "${broken[@]}"
  fi
  if [[ -s $results/reasons ]]; then
    printf '\nWhat they said:\n'
    cat "$results/reasons"
  fi
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0)) || exit 1
  exit 0
}

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

install_browser() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null && return 0
  command -v apt-get >/dev/null || { echo "Install Chromium; the browser tests drive it."; return 1; }
  as_root apt-get update -qq && as_root apt-get install -y -qq chromium >/dev/null
}

# Debian's PostgreSQL and Redis; where they are missing, the tests that need them are skipped, and fail if CI=true.
install_databases() {
  { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; } >/dev/null && command -v redis-server >/dev/null && return 0
  command -v apt-get >/dev/null || [[ ${CI:-} == true ]] || return 0
  # Not started as services: each test run has servers of its own.
  as_root apt-get update -qq && as_root env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq postgresql redis-server >/dev/null || [[ ${CI:-} != true ]]
}

# The disk under the host is recorded by a few lines of C.
install_compiler() {
  command -v cc >/dev/null && return 0
  command -v apt-get >/dev/null || [[ ${CI:-} == true ]] || return 0
  as_root apt-get update -qq && as_root apt-get install -y -qq gcc libc6-dev >/dev/null || [[ ${CI:-} != true ]]
}

# Reads the scripts; there is no other way to it than Debian's package.
install_shellcheck() {
  command -v shellcheck >/dev/null && return 0
  command -v apt-get >/dev/null || [[ ${CI:-} == true ]] || return 0
  as_root apt-get update -qq && as_root apt-get install -y -qq shellcheck >/dev/null || [[ ${CI:-} != true ]]
}

install_packages() {
  local folder
  for folder in web tests/e2e tests/Crdt.Tests/yjs-peer tests/Server.Tests/stock-peer tests/Cloud.Tests/aws-peer infra/lint tests/Server.Tests/agent tests/MDReader.TestKit/s3; do
    [[ -f $folder/node_modules/.package-lock.json && $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] && continue
    echo "npm ci in $folder"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || return 1
  done
  tests/Server.Tests/markdown-corpus/fetch.sh
}

# What dotnet test wrote into a .trx file, as "passed failed".
trx_counts() {
  grep -o '<Counters [^>]*' "$1" | sed -E 's/.* passed="([0-9]+)".* failed="([0-9]+)".*/\1 \2/'
}

# The methods that failed, once each.
trx_failures() {
  grep -o '<UnitTestResult [^>]*outcome="Failed"' "$1" | sed -E 's/.* testName="([^"(]+).*/\1/' | sort -u
}

# What was running when nothing had ended for minutes; what would have come after it never ran.
hung_in() {
  find "$1" -name 'Sequence*.xml' -exec grep -h 'Completed="False"' {} + 2>/dev/null | sed -E 's/.* Name="([^"(]+).*/\1/' | sort -u
}

dotnet_run() { # name of the results, project, then whatever else the runner is told
  local name=$1 project=$2 limit=() hang=(); shift 2
  # A test that never ends is a failed one, and is named; the long runs take as long as they take.
  if [[ ${MDREADER_LONG:-} != 1 ]]; then
    hang=(--blame-hang --blame-hang-timeout 8m --blame-hang-dump-type none)
    ! command -v timeout >/dev/null || limit=(timeout --kill-after=30s 40m)
  fi
  rm -rf "${results:?}/$name" "$results/$name.trx"
  "${limit[@]}" dotnet test "tests/$project" -c Release --no-build "${hang[@]}" --results-directory "$results/$name" \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$results/$name.trx" "$@"
}

dotnet_suite() { # suite, then whatever else the runner is told; ${as:-suite} names it
  local suite=${as:-$1} project=$1 status passes failures failing=() hung=(); shift
  say "$suite"
  dotnet_run "$suite" "$project" "$@"
  status=$?
  mapfile -t hung < <(hung_in "$results/$suite")
  if ((${#hung[@]} > 0 && ${#hung[@]} + ${#unsteady[@]} <= most_unsteady)); then
    local before=("${hung[@]}")
    say "$suite, again, as these never ended: ${before[*]}"
    dotnet_run "$suite" "$project" "$@"
    status=$?
    mapfile -t hung < <(hung_in "$results/$suite")
    ((${#hung[@]} > 0)) || unsteady+=("${before[@]}")
  fi
  if [[ ! -f $results/$suite.trx ]]; then
    broken+=("$suite")
    count "$suite" 0 1
    return
  fi
  read -r passes failures < <(trx_counts "$results/$suite.trx")
  if ((failures > 0)); then
    reasons "$results/$suite.trx"
    mapfile -t failing < <(trx_failures "$results/$suite.trx")
    if ((failures + ${#unsteady[@]} <= most_unsteady)) && again "$suite" "$project"; then
      passes=$((passes + failures)) failures=0
      unsteady+=("${failing[@]}")
    else
      broken+=("${failing[@]}")
    fi
  fi
  failures=$((failures + ${#hung[@]}))
  ((${#hung[@]} == 0)) || broken+=("${hung[@]/%/ (never ended)}")
  # A process that crashed leaves no failed test behind.
  if ((status != 0 && ${#failing[@]} + ${#hung[@]} == 0)); then
    failures=1
    broken+=("$suite: ended with $status")
  fi
  count "$suite" "$passes" "$failures"
}

# Whether what failed passes when it has the machine to itself.
again() { # suite, project
  local suite=$1 project=$2 filter passes failures
  filter=$(printf '|FullyQualifiedName=%s' "${failing[@]}")
  say "$suite, again: ${failing[*]}"
  dotnet_run "$suite-again" "$project" --filter "${filter#|}"
  [[ -f $results/$suite-again.trx ]] || return 1
  read -r passes failures < <(trx_counts "$results/$suite-again.trx")
  ((passes > 0 && failures == 0))
}

# What asks the database most, once more on PostgreSQL. All of it: MDREADER_TEST_DATABASE=postgres dotnet test tests/Server.Tests
postgres_suite() {
  { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; } >/dev/null || [[ ${CI:-} == true ]] || return 0
  local about=(
    Feed Contract Search Versions.Version Platform Documents.Tree Documents.Page Sharing Attachments Assistant Files
    Comments Mentions Suggestions Notifications Audit Workspaces.Invite Backups.BackupTests.An_empty_instance Collaboration.CredentialTests Collaboration.AppendTests
  ) filter
  filter=$(printf '|FullyQualifiedName~Server.Tests.%s' "${about[@]}")
  # Those bring their own databases, or none: twice they would say the same.
  [[ ${MDREADER_LONG:-} == 1 ]] && filter='|FullyQualifiedName!~Server.Tests.Durability&FullyQualifiedName!~Server.Tests.Simulation'
  as=Server.Tests-on-PostgreSQL MDREADER_TEST_DATABASE=postgres dotnet_suite Server.Tests --filter "${filter#|}"
}

# Kept for the last lines.
reasons() { # the report
  node tests/reasons.mjs "$1" >>"$results/reasons"
}

json_suite() { # suite, the report of Vitest or Playwright, and of the latter what runs again what failed, into a second one
  local suite=$1 report=$2 passes=0 failures=1 status title failing=(); shift 2
  {
    read -r passes failures
    while read -r status title; do
      if [[ $status == unsteady ]]; then unsteady+=("$title"); else failing+=("$title"); fi
    done
  } < <(json_outcomes "$report" || echo "0 1
failed $suite")
  [[ ! -s $report ]] || reasons "$report"
  if ((passes > 0 && $# > 0 && failures > 0 && failures + ${#unsteady[@]} <= most_unsteady)); then
    say "$suite, again: ${failing[*]}"
    "$@" || true
    if [[ $(json_outcomes "$report-again") == "$failures 0"* ]]; then
      passes=$((passes + failures)) failures=0
      unsteady+=("${failing[@]}") failing=()
    fi
  fi
  broken+=("${failing[@]}")
  count "$suite" "$passes" "$failures"
}

json_outcomes() { # the report
  [[ -s $1 ]] && node tests/outcomes.mjs "$1"
}

browser_tests() { # the report, then whatever else the runner is told
  local report=$1; shift
  (cd tests/e2e && PLAYWRIGHT_JSON_OUTPUT_NAME=$report npx playwright test --reporter=line,json "$@")
}

step "packages" install_packages || finish
step "browser" install_browser || finish
step "databases" install_databases || finish
step "compiler" install_compiler || finish
step "shellcheck" install_shellcheck || finish
step "build" dotnet build MDReader.slnx -c Release --verbosity quiet -p:UseSharedCompilation=true || finish

dotnet_suite Architecture.Tests
dotnet_suite Crdt.Tests
dotnet_suite Server.Tests
postgres_suite
dotnet_suite Client.Tests
dotnet_suite Desktop.Tests
dotnet_suite Cloud.Tests
dotnet_suite Infra.Tests

step "infra: lint" npm --prefix infra/lint run --silent lint

step "web: lint" npm --prefix web run --silent lint
say "web"
(cd web && npx vitest run --reporter=dot --reporter=json --outputFile.json="$results/web.json") || true
json_suite web "$results/web.json"

step "e2e: lint" npm --prefix tests/e2e run --silent lint
say "e2e"
browser_tests "$results/e2e.json" || true
json_suite e2e "$results/e2e.json" browser_tests "$results/e2e.json-again" --last-failed

finish
