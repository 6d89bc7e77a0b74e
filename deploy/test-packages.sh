#!/bin/sh
# What the tests need from Debian: a browser, LibreOffice Calc, and the browser driver's libatomic. Installs as root, else says what is missing.
set -eu
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || missing="$missing chromium"
have soffice || have libreoffice || missing="$missing libreoffice-calc"
ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || [ -e /usr/lib/x86_64-linux-gnu/libatomic.so.1 ] || missing="$missing libatomic1"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ]; then
  echo "Thiếu gói Debian cho kiểm thử:$missing. Chạy: sudo apt-get install$missing" >&2
  exit 1
fi
echo "Cài gói Debian:$missing (vài phút)"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends $missing >/dev/null
