# Sourced by bin/serve and bin/test: finds a Python and keeps .venv in step with a file of requirements.

fail() {
    echo "engawa: $1" >&2
    exit 1
}

# Prints the first Python that is new enough.
find_python() {
    local name
    for name in "${ENGAWA_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# install REQUIREMENTS: makes .venv and installs the file unless the stamp says that this very file is installed.
install() {
    local stamp=.venv/.requirements wanted
    wanted=$(sha256sum "$1" | cut -d' ' -f1) || fail "cannot read $1"
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    local python
    python=$(find_python) || fail "needs Python 3.11 or newer; none was found"
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        echo "Making .venv with $python …"
        "$python" -m venv --clear .venv ||
            fail "cannot make .venv (on Debian and Ubuntu: apt-get install python3-venv)"
    fi
    echo "Installing what Engawa needs (once) …"
    rm -f "$stamp"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$1" || fail "installing $1 failed; see above"
    echo "$wanted" >"$stamp"
}
