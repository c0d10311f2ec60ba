#!/bin/sh
# Installs what a clone is missing, and nothing twice: the npm packages (among them the pinned Node); with --test also
# a private Python environment with the AWS SDK for Python and the AWS CLI, which the acceptance tests drive, promtool,
# which reads our metrics, strace, with which the crash test counts syncs, and Postfix with its login and a DKIM signer, of
# which the tests of mail start instances of their own.
set -eu
cd "$(dirname "$0")/.."

if [ ! -x node_modules/.bin/node ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "Installing the npm packages ..." >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  touch node_modules/.package-lock.json
fi

[ "${1:-}" = "--test" ] || exit 0

if [ ! -x .venv/bin/aws ] || [ test/acceptance/requirements.txt -nt .venv/installed ]; then
  echo "Installing boto3 and the AWS CLI into .venv ..." >&2
  if python3 -m venv .venv >&2 && .venv/bin/pip install --quiet --disable-pip-version-check -r test/acceptance/requirements.txt >&2; then
    touch .venv/installed
  else
    echo "No Python environment: the suites that need it will say so (python3 with venv and pip is needed)." >&2
  fi
fi

if ! command -v strace >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing strace ..." >&2
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends strace; } >/dev/null 2>&1 ||
    echo "No strace: the test that counts syncs will say so." >&2
fi

# Debian would start the servers that it installs; policy-rc.d forbids that (its exit code 101), where there is none yet.
install_mail_servers() (
  export DEBIAN_FRONTEND=noninteractive
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
  fi
  # Not "No configuration": without Debian's main.cf no other Postfix starts either.
  printf 'postfix postfix/main_mailer_type select Local only\npostfix postfix/mailname string localhost\n' |
    debconf-set-selections
  timeout 120 apt-get update -qq &&
    timeout 300 apt-get install -y -qq --no-install-recommends postfix libsasl2-modules sasl2-bin opendkim opendkim-tools
)

if ! { [ -x /usr/sbin/postfix ] && [ -x /usr/sbin/saslpasswd2 ] && [ -x /usr/sbin/opendkim ]; }; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Postfix, SASL and opendkim ..." >&2
    install_mail_servers >/dev/null 2>&1 || echo "No Postfix: the tests of mail that need it will say so." >&2
  else
    echo "No Postfix, SASL and opendkim, and only root can install them: the tests of mail that need them will say so." >&2
  fi
fi

# The program alone out of Debian's package, which would also start a server.
if [ ! -x .venv/bin/promtool ] && ! command -v promtool >/dev/null && command -v apt-get >/dev/null; then
  echo "Fetching promtool ..." >&2
  unpacked=$(mktemp -d)
  if (cd "$unpacked" && { apt-get download -qq prometheus || { apt-get update -qq && apt-get download -qq prometheus; }; } &&
    dpkg-deb -x prometheus_*.deb .) >/dev/null 2>&1; then
    mkdir -p .venv/bin
    cp "$unpacked/usr/bin/promtool" .venv/bin/promtool
  else
    echo "No promtool: the test of the metrics will say so." >&2
  fi
  rm -rf "$unpacked"
fi
