#!/bin/sh
# Installs what a clone is missing, and nothing twice: the npm packages (among them the pinned Node), and with
# --python a private environment with the AWS SDK for Python and the AWS CLI that the acceptance tests drive.
set -eu
cd "$(dirname "$0")/.."

if [ ! -x node_modules/.bin/node ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "Installing the npm packages ..." >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
fi

if [ "${1:-}" = "--python" ] && { [ ! -x .venv/bin/aws ] || [ test/acceptance/requirements.txt -nt .venv/installed ]; }; then
  echo "Installing boto3 and the AWS CLI into .venv ..." >&2
  if python3 -m venv .venv >&2 && .venv/bin/pip install --quiet --disable-pip-version-check -r test/acceptance/requirements.txt >&2; then
    touch .venv/installed
  else
    echo "No Python environment: the suites that need it will say so (python3 with venv and pip is needed)." >&2
  fi
fi
