#!/bin/sh
# Run the test suites named (engine, qgis, e2e), each in its own Python, all of them even when one fails;
# the last lines repeat how each ended.
set -u

engine_python="${MUTUALGEO_ENGINE_PYTHON:-build/venv/bin/python}"
qgis_python=/usr/bin/python3
summary=""
failed=0

for suite in "$@"; do
    case "$suite" in
        engine) python="$engine_python" ;;
        *) python="$qgis_python" ;;
    esac
    log="build/test-$suite.log"
    echo "== tests/$suite"
    # the status of pytest goes round the pipe in a file: plain sh has no pipefail
    { "$python" -m pytest "tests/$suite" 2>&1 </dev/null; echo $? >"$log.status"; } | tee "$log"
    status=$(cat "$log.status")
    [ "$status" -eq 0 ] || failed=1
    # what QGIS says while it ends may stand below the last line of pytest
    summary="$summary$suite (exit $status): $(grep -E '^=+ .*(passed|failed|error|no tests)' "$log" | tail -n 1)
"
done

printf '\n%s' "$summary"
exit "$failed"
