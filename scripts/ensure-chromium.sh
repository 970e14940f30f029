#!/usr/bin/env bash
# Sees to it that there is a Chromium for `pnpm test:browser`: does nothing where there is one, installs Debian's where this is root on a
# system with apt-get, and fails with a line that says what to do elsewhere.
set -euo pipefail

for browser in ${SPILLWAY_CHROMIUM:-/usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome}; do
  if [ -x "$browser" ]; then
    echo "$browser"
    exit 0
  fi
done

if [ -n "${SPILLWAY_CHROMIUM:-}" ]; then
  echo "SPILLWAY_CHROMIUM is $SPILLWAY_CHROMIUM, which cannot be run" >&2
  exit 1
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo 'no Chromium, and no right to install one: run this as root on Debian, or set SPILLWAY_CHROMIUM' >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# The fonts are only recommended by the browser, but without any it draws no text.
apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-dejavu-core
echo /usr/bin/chromium
