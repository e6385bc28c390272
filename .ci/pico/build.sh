#!/bin/sh
# Write static/vendor/pico-2.1.1.min.css anew, and its checksum. Needs Node with npm, and the npm registry.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
vendor=$here/../../static/vendor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/pico.scss" "$work"
cd "$work"
npm install --no-save --no-fund --no-audit --loglevel=error \
  @picocss/pico@2.1.1 sass@1.108.2 lightningcss-cli@1.33.0
npx sass --quiet --no-charset --no-source-map --load-path=node_modules pico.scss pico.css
npx lightningcss --minify --targets 'chrome 111, safari 16.4, firefox 114' pico.css \
  -o "$vendor/pico-2.1.1.min.css"
cd "$vendor"
sha256sum htmx-* pico-* > CHECKSUMS
