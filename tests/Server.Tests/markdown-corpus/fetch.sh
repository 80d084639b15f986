#!/usr/bin/env bash
# Brings the documentation that npm's package "next" ships (dist/docs), for the round-trip test of real Markdown. Only the
# package itself is fetched: none of what it depends on is needed.
set -euo pipefail
cd "$(dirname "$0")"
version=16.4.6
checksum=4192626216992c9328d8aa64406408c2f99defd595b0059e608539e786bc77bcc0ad2dec8bf211cb7941355febb58844ef4a0bc1d2d884f0172cfc7c1f0730b4

[[ -f package/.complete ]] && exit 0
rm -rf package
npm pack "next@$version" --silent >/dev/null
echo "$checksum  next-$version.tgz" | sha512sum --check --quiet
tar xzf "next-$version.tgz" package/dist/docs
rm "next-$version.tgz"
touch package/.complete
