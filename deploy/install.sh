#!/bin/bash
# Installs gpusched on Debian 12 or Ubuntu 24.04, or upgrades it to the version that this file is
# part of. Safe to run again at any time: what is there already stays, and until the new version
# answers, the old one serves. docs/deploy.md says what it makes.
set -euo pipefail

# The same programs as systemd finds, whoever calls.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
source_folder=$(cd "$(dirname "$0")/.." && pwd)
readonly source_folder
readonly settings_file=/etc/gpusched/env
readonly home=/opt/gpusched
readonly log_file=/var/log/gpusched-install.log
readonly ports=(3001 3002)

# shellcheck source=deploy/install/common.sh
. "$source_folder/deploy/install/common.sh"
# shellcheck source=deploy/install/system.sh
. "$source_folder/deploy/install/system.sh"
# shellcheck source=deploy/install/release.sh
. "$source_folder/deploy/install/release.sh"
# shellcheck source=deploy/install/site.sh
. "$source_folder/deploy/install/site.sh"

usage() {
  cat <<'END'
Usage: deploy/install.sh [--name gpusched.example.org]    installs this version, or upgrades to it
       deploy/install.sh restart                          after a change of /etc/gpusched/env
       deploy/install.sh certificate FULLCHAIN KEY        serves another certificate
END
}

main() {
  case ${1:-} in
    -h | --help) usage && return ;;
    restart)
      only_one
      restart_all
      ;;
    certificate)
      [ $# -eq 3 ] || { usage >&2 && exit 2; }
      only_one
      use_certificate "$2" "$3"
      ;;
    '' | --name)
      [ $# -eq 0 ] || [ $# -eq 2 ] || { usage >&2 && exit 2; }
      only_one
      install "${2:-}"
      ;;
    *) usage >&2 && exit 2 ;;
  esac
}

install() {
  local name
  name=$(portal_name "$1")
  require_system
  require_node
  require_disk_space
  tell_unfinished
  step 'Packages, user, database and Redis'
  install_packages
  make_user
  make_settings "$name"
  make_database
  make_redis
  step "Building version $release beside what runs"
  build_release
  step 'Migrating the database'
  migrate_database
  step 'Starting it, one process after the other'
  install_units
  switch_release
  step "nginx for $name"
  make_certificate "$name"
  install_site "$name"
  prune_releases
  farewell "$name"
}

farewell() {
  say "Version $release serves https://$1"
  say "An administrator: cd $home/current && sudo -u gpusched npm run admin:create"
  if is_self_signed; then
    say "Its certificate is one of its own making, which browsers refuse; docs/deploy.md says how to get another."
  fi
  grep -q '^SMTP_URL=\|^SENDER_EMAIL=' "$settings_file" ||
    say "No mail is sent before SMTP_URL stands in $settings_file."
}

main "$@"
