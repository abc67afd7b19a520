#!/bin/sh
# install.sh BUILD_DIR: an installation into another place is whole, and finds its data and texts there.
set -eu
to=$(mktemp -d)
trap 'rm -rf "$to"' EXIT
cmake --install "$1" --prefix "$to" >/dev/null
cd "$to"
for file in bin/paiban share/man/man1/paiban.1 share/bash-completion/completions/paiban \
  share/zsh/site-functions/_paiban share/fish/vendor_completions.d/paiban.fish \
  share/locale/zh/LC_MESSAGES/paiban.mo share/paiban/law_cn.csv; do
  [ -s "$file" ] || { echo "$file was not installed"; exit 1; }
done
[ "$(bin/paiban --version)" != "" ]
bin/paiban --lang zh --help | grep -q 用法 || { echo "no Chinese texts"; exit 1; }
