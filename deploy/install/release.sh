# shellcheck shell=bash
# A version of the portal: built beside what runs, then put in its place.
#
#   /opt/gpusched/releases/ID   one version each
#   /opt/gpusched/current       what is started
#   /opt/gpusched/previous      what was before it
#   /opt/gpusched/unfinished    while an upgrade is under way: its ID, and what it was doing

release=$(date -u +%Y%m%dT%H%M%SZ)
readonly release
readonly folder=$home/releases/$release
readonly needed_mib=3072
readonly longest_start_seconds=60

# The ID of the version that a link leads to; empty where there is none.
id_of() { basename "$(readlink "$home/$1" 2>/dev/null || true)"; }

what_serves() {
  local current
  current=$(id_of current)
  if [ -n "$current" ]; then printf 'version %s still serves' "$current"; else printf 'nothing is served yet'; fi
}

now_doing() { printf '%s %s\n' "$release" "$1" >"$home/unfinished"; }

# Ends an upgrade before anything of the new version has been started.
give_up() {
  rm -rf "$folder" "$home/unfinished"
  die "$1; $(what_serves)"
}

# What a killed upgrade or a power cut left behind.
tell_unfinished() {
  local id doing
  [ -e "$home/unfinished" ] || return 0
  read -r id doing <"$home/unfinished" || true
  say "The upgrade to version ${id:-unknown} was interrupted while $doing; $(what_serves). This one takes its place."
  if [ -n "$id" ] && [ "$id" != "$(id_of current)" ]; then rm -rf "$home/releases/${id:?}"; fi
  rm -f "$home/unfinished"
}

require_disk_space() {
  local free_mib
  free_mib=$(df --output=avail -BM "$(dirname "$home")" | tail -n 1 | tr -dc 0-9)
  [ "$free_mib" -ge "$needed_mib" ] ||
    die "a version needs $needed_mib MiB in $(dirname "$home"), where $free_mib MiB are free; $(what_serves)"
}

build_release() {
  now_doing building
  command install -d -o gpusched -g gpusched "$folder"
  tar -C "$source_folder" -c --exclude-vcs --exclude=./node_modules --exclude=./.next --exclude=./dist \
    --exclude=./.data --exclude=./.env --exclude=./lib/generated --exclude=./test-results . |
    as_portal tar -C "$folder" -x --no-same-owner || give_up 'the sources could not be copied'
  ln -s "$settings_file" "$folder/.env"
  # The build checks types, whose packages an installation without these would lack.
  in_release npm ci --include=dev || give_up "the packages could not be installed; see $log_file"
  in_release npm run build || give_up "the build failed; see $log_file"
  in_release npm prune --omit=dev || give_up "the packages could not be pruned; see $log_file"
  # What runs may not change itself.
  chown -R --no-dereference root:root "$folder" && chmod -R go-w,a+rX "$folder"
}

in_release() { quietly as_portal env -u NODE_ENV -C "$folder" "$@"; }

migrate_database() {
  now_doing 'migrating the database'
  local said
  if ! said=$(as_portal env -C "$folder" npm run --silent migrate 2>&1 </dev/null); then
    printf '%s\n' "$said" >>"$log_file"
    said=$(tail -n 1 <<<"$said")
    give_up "${said%.}"
  fi
}

install_units() {
  cp "$source_folder"/deploy/systemd/* /etc/systemd/system/
  chmod 644 /etc/systemd/system/gpusched*
  quietly systemctl daemon-reload
}

# The links change whole: there is no moment without a version.
point() {
  ln -sfn "releases/$2" "$home/$1.new"
  mv -T "$home/$1.new" "$home/$1"
}

# The first web process shows whether the new version runs at all.
switch_release() {
  local old older
  old=$(id_of current) older=$(id_of previous)
  now_doing 'restarting its processes'
  [ -z "$old" ] || point previous "$old"
  point current "$release"
  restart_web "${ports[0]}" || take_back "$old" "$older"
  restart_others
  enable_timers
  rm "$home/unfinished"
}

# One process after the other, so that one always serves.
restart_all() {
  restart_web "${ports[0]}" || die "$(no_answer "${ports[0]}")"
  restart_others
}

restart_others() {
  local port
  quietly systemctl enable gpusched-worker
  quietly systemctl restart gpusched-worker
  for port in "${ports[@]:1}"; do
    restart_web "$port" || die "$(no_answer "$port")"
  done
  systemctl is-active --quiet gpusched-worker ||
    die "the worker does not stay up: $(last_words gpusched-worker)"
}

no_answer() { printf 'gpusched-web@%s does not answer: %s' "$1" "$(last_words "gpusched-web@$1")"; }

enable_timers() {
  local timer
  for timer in "$source_folder"/deploy/systemd/*.timer; do
    [ ! -e "$timer" ] || quietly systemctl enable --now "$(basename "$timer")"
  done
}

# Starts a web process anew, while nginx asks the other one, and waits until it and its database
# answer; not for long when it keeps ending.
restart_web() {
  local unit=gpusched-web@$1 seconds=0
  quietly systemctl enable "$unit"
  quietly systemctl restart "$unit" || return
  until curl -fsS -m 5 -o /dev/null "http://127.0.0.1:$1/api/alive" 2>>"$log_file"; do
    [ $((seconds += 1)) -le "$longest_start_seconds" ] || return
    [ "$(systemctl show --property NRestarts --value "$unit")" -lt 3 ] || return
    sleep 1
  done
}

take_back() {
  local why
  why=$(last_words "gpusched-web@${ports[0]}")
  if [ -z "$1" ]; then
    rm -f "$home/current"
    quietly systemctl disable --now "gpusched-web@${ports[0]}" || true
    give_up "the portal does not start: $why"
  fi
  point current "$1"
  if [ -n "$2" ]; then point previous "$2"; else rm -f "$home/previous"; fi
  restart_web "${ports[0]}" || true
  give_up "the new version does not answer: $why"
}

# What a process said last.
last_words() {
  local words program=${1%@*}
  words=$(journalctl --unit "$1" --identifier "$program" --lines 1 --output cat 2>/dev/null || true)
  printf '%s' "${words:-see journalctl --unit $1}"
}

# Beside what runs only the version before it stays.
prune_releases() {
  local kept
  for kept in "$home"/releases/*; do
    case $(basename "$kept") in
      "$(id_of current)" | "$(id_of previous)") ;;
      *) rm -rf "$kept" ;;
    esac
  done
}
