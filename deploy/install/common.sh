# shellcheck shell=bash
# What all parts of the install script say and ask.

say() { printf '%s\n' "$*"; }
step() { say "- $*"; }

# One line, and what it means for people.
die() {
  printf 'gpusched: %s\n' "$*" >&2
  exit 1
}

# Runs a command whose output only matters when it fails.
quietly() {
  printf '\n$ %s\n' "$*" >>"$log_file"
  "$@" >>"$log_file" 2>&1 </dev/null
}

# As the portal's own user, who may change nothing but what that user is given.
as_portal() { runuser -u gpusched -- env HOME=/var/lib/gpusched "$@"; }
as_postgres() { runuser -u postgres -- env -C / "$@"; }

# Two at once would build into and switch between the same folders. The lock ends with the last
# process that was begun under it.
only_one() {
  [ "$(id -u)" -eq 0 ] || die 'run this as root: sudo deploy/install.sh'
  exec 9>/run/gpusched-install.lock
  flock --nonblock 9 || die 'another install or upgrade is running'
  touch "$log_file" && chmod 640 "$log_file"
}

# The value of a setting; empty where there is none.
setting() { sed -n "s/^$1=//p" "$settings_file" 2>/dev/null | tail -n 1; }

# Puts a setting into the file, in place of what stood there.
write_setting() {
  local new=$settings_file.new
  { grep -v "^$1=" "$settings_file" || true; } >"$new"
  printf '%s=%s\n' "$1" "$2" >>"$new"
  chown root:gpusched "$new" && chmod 640 "$new"
  mv "$new" "$settings_file"
}

random_secret() { openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'; }

# The portal's name: as told, else as it was, else its own.
portal_name() {
  local known
  known=$(setting NEXTAUTH_URL)
  known=${known#*://}
  known=${known%%[:/]*}
  case $known in '' | localhost | 127.* | *[!a-z0-9.-]*) known=gpusched.iottalk.tw ;; esac
  local name=${1:-$known}
  [[ $name =~ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$ ]] ||
    die "--name must be a name such as gpusched.example.org, in small letters"
  printf '%s' "$name"
}
